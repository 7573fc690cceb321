/** Hands what was found to a reporter, file by file, and counts it. */
import type { Finding } from '../rules/rule.ts';
import type { CheckedFile } from './checkFile.ts';
import { createLines, type Lines } from './lines.ts';
import { startProgress } from './progress.ts';
import { relative } from './relative.ts';
import type { Reporter } from './report.ts';
import type { Terminal } from './terminal.ts';

/** Sums over the files. */
export interface Totals {
  files: number;
  calls: number;
  chains: number;
  findings: number;
  errors: number;
  warnings: number;
  /** Files that could not be checked for a reason of ours. */
  failed: number;
  fixed: { findings: number; files: number };
}

export interface Reporting {
  /** How many files there are. */
  readonly expected: number;
  readonly reporter: Reporter;
  readonly terminal: Terminal;
  /** The folder that the reporter's paths count from. */
  readonly base: string;
  /** The fixes were made in memory, and are to be shown. */
  readonly dryRun: boolean;
  /** Called for every file that was checked; says which of its findings count. */
  readonly select: (checked: CheckedFile, lines: Lines) => readonly Finding[];
}

export async function reportAll(results: AsyncIterable<CheckedFile>, reporting: Reporting): Promise<Totals> {
  const totals: Totals = {
    files: 0,
    calls: 0,
    chains: 0,
    findings: 0,
    errors: 0,
    warnings: 0,
    failed: 0,
    fixed: { findings: 0, files: 0 },
  };
  const told = new Set<string | undefined>();
  const progress = startProgress(reporting.terminal, reporting.expected);
  try {
    for await (const checked of results) {
      progress.step(relative(reporting.terminal.cwd, checked.file));
      if (checked.problem === undefined) reportFile(checked, reporting, totals);
      else tellProblem(checked, checked.problem, reporting, told);
      totals.failed += checked.failed ? 1 : 0;
    }
  } finally {
    progress.stop();
  }
  return totals;
}

function reportFile(checked: CheckedFile, { reporter, base, dryRun, select }: Reporting, totals: Totals): void {
  const file = relative(base, checked.file);
  const lines = createLines(checked.text);
  const findings = select(checked, lines);
  if (dryRun && checked.before !== undefined) reporter.change({ file, before: checked.before, after: checked.text });
  if (findings.length > 0) reporter.file({ file, lines, findings });
  totals.files += 1;
  totals.calls += checked.calls;
  totals.chains += checked.chains;
  totals.findings += findings.length;
  totals.errors += findings.filter(({ severity }) => severity === 'error').length;
  totals.warnings += findings.filter(({ severity }) => severity === 'warning').length;
  totals.fixed.findings += checked.fixed;
  totals.fixed.files += checked.fixed > 0 ? 1 : 0;
}

/** One cause (a process that won't start) may keep every file from being checked: it is told once. */
function tellProblem(
  { file, failed }: CheckedFile,
  problem: string,
  { terminal, reporter, base }: Reporting,
  told: Set<string | undefined>,
): void {
  if (failed) reporter.problem(relative(base, file), problem);
  if (!told.has(problem)) terminal.err(`query-lens: ${relative(terminal.cwd, file)}: ${problem}`);
  if (failed) told.add(problem);
}
