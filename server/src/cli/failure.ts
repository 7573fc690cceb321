/** Why a command could not do its job, in words for the person who typed it. */

/** Ends the command with exit code 2; the message says what is wrong and what to do. */
export class Failure extends Error {
  override readonly name = 'Failure';
}
