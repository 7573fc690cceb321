/** What the commands have in common. */

/** How a command prints what it found. */
export type Format = 'pretty' | 'json';

/** 0: nothing wrong; 1: findings of severity error; 2: the command could not do its job. */
export type ExitCode = 0 | 1 | 2;
