/** Makes every request safe to answer: cancelled and outdated ones say so, failed ones are logged and answered empty. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { CancellationToken } from 'vscode-languageserver/node';
import { toSignal } from './fromProtocol.ts';
import type { Session } from './session.ts';

/** Thrown when the text that was asked about is no longer the document's. */
export class Outdated extends Error {
  override readonly name = 'Outdated';
}

/** The answer to a request that is outdated: the client asks again, if it still cares. */
const CONTENT_MODIFIED = new ResponseError<never>(LSPErrorCodes.ContentModified, 'The document has changed.');

/**
 * A handler around `work`. `empty` is what a failure is answered with, `outdated` what an outdated request is
 * answered with (`textDocument/diagnostic` has a code of its own for it).
 */
export function answer<Params, Result, ErrorData = never>(
  session: Session,
  empty: Result,
  work: (params: Params, signal: AbortSignal) => Promise<Result> | Result,
  outdated: ResponseError<ErrorData> = CONTENT_MODIFIED,
): (params: Params, token: CancellationToken) => Promise<Result | ResponseError<ErrorData>> {
  return async (params, token) => {
    const signal = toSignal(token);
    try {
      return await work(params, signal);
    } catch (error) {
      if (signal.aborted) return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
      if (error instanceof Outdated) return outdated;
      session.connection.console.error(messageOf(error));
      return empty;
    }
  };
}

/** What the log says of an error: its stack, which begins with its message. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
