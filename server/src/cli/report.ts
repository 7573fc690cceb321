/** What `check` tells while it goes through the files; one implementation for each format. */
import type { Finding } from '../rules/rule.ts';
import type { Lines } from './lines.ts';

/** The findings of one file. */
export interface FileReport {
  /** Relative to the folder that the format counts from, with forward slashes. */
  readonly file: string;
  readonly lines: Lines;
  readonly findings: readonly Finding[];
}

export interface Summary {
  readonly files: number;
  readonly calls: number;
  readonly chains: number;
  readonly findings: number;
}

/** What `--fix` did, or would have done. */
export interface Fixed {
  readonly findings: number;
  readonly files: number;
}

/** What became of the whole run. */
export interface Outcome {
  readonly summary: Summary;
  /** From the first look for files to the last finding. */
  readonly durationMs: number;
  /** Present with `--fix` and `--fix-dry-run`. */
  readonly fixed?: Fixed;
  /** How many findings the baseline knows, which are not reported; absent without one. */
  readonly known?: number;
}

/** A file that fixes would change, with both its texts. */
export interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** All are called in the order of the files. The same code gets the same output, but for the time that JSON tells. */
export interface Reporter {
  /** For files that have findings. */
  file(report: FileReport): void;
  /** For files that could not be checked. */
  problem(file: string, message: string): void;
  /** For files that `--fix` would change, when it only says so. */
  change(change: Change): void;
  end(outcome: Outcome): void;
}
