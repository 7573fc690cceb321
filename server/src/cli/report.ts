/** What `check` tells while it goes through the files; one implementation for each format. */
import type { Finding } from '../rules/rule.ts';
import type { Lines } from './lines.ts';

/** The findings of one file. */
export interface FileReport {
  /** Relative to the working folder, with forward slashes. */
  readonly file: string;
  readonly lines: Lines;
  readonly findings: readonly Finding[];
}

export interface Summary {
  readonly files: number;
  readonly calls: number;
  readonly chains: number;
  readonly findings: number;
  readonly durationMs: number;
}

/** What `--fix` did. */
export interface Fixed {
  readonly findings: number;
  readonly files: number;
}

/** `file` is called in the order of the files, for those that have findings. */
export interface Reporter {
  file(report: FileReport): void;
  end(summary: Summary, fixed: Fixed | undefined): void;
}
