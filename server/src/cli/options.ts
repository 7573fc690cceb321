/** What the commands have in common. */

/** How `explain` and `methods` print what they found. */
export type Format = 'pretty' | 'json';

/** How `check` prints what it found; all but the first are for machines. */
export const CHECK_FORMATS = ['pretty', 'json', 'sarif', 'github', 'gitlab', 'junit'] as const;

export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** 0: nothing wrong; 1: findings that count as errors; 2: the command could not do its job. */
export type ExitCode = 0 | 1 | 2;
