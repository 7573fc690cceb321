/** The formats of `check`. */
import { githubReporter } from './githubReporter.ts';
import { gitlabReporter } from './gitlabReporter.ts';
import { jsonReporter } from './jsonReporter.ts';
import { junitReporter } from './junitReporter.ts';
import type { CheckFormat } from './options.ts';
import { prettyReporter } from './prettyReporter.ts';
import type { Reporter } from './report.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { sarifReporter } from './sarifReporter.ts';
import type { Terminal } from './terminal.ts';

interface ReportFormat {
  readonly create: (terminal: Terminal) => Reporter;
  /** Services want paths that count from the root of the repository. */
  readonly forService: boolean;
}

const FORMATS: Readonly<Record<CheckFormat, ReportFormat>> = {
  pretty: { create: prettyReporter, forService: false },
  json: { create: jsonReporter, forService: false },
  sarif: { create: sarifReporter, forService: true },
  github: { create: githubReporter, forService: true },
  gitlab: { create: gitlabReporter, forService: true },
  junit: { create: junitReporter, forService: true },
};

export function createReporter(format: CheckFormat, terminal: Terminal): Reporter {
  return FORMATS[format].create(terminal);
}

/** The folder that the paths in the format count from. */
export function baseOf(format: CheckFormat, { cwd }: Terminal): string {
  return FORMATS[format].forService ? repositoryRoot(cwd) : cwd;
}
