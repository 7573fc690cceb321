/** `query-lens check`: goes through the files in order, and holds no more than a few of them at once. */
import { createCatalogSet } from '../catalogs/catalogSet.ts';
import { builtInCatalogs } from '../catalogs/index.ts';
import { DiscoverError, findProjects } from '../project/discover.ts';
import type { Discovered, FileInProject } from '../project/discover.ts';
import { createWorkspace } from '../project/workspace.ts';
import type { Workspace } from '../project/workspace.ts';
import { checkFile } from './checkFile.ts';
import type { CheckedFile } from './checkFile.ts';
import { Failure } from './failure.ts';
import { inOrder } from './inOrder.ts';
import { jsonReporter } from './jsonReporter.ts';
import { createLines } from './lines.ts';
import type { ExitCode, Format } from './options.ts';
import { prettyReporter } from './prettyReporter.ts';
import { startProgress } from './progress.ts';
import { relative } from './relative.ts';
import type { Reporter } from './report.ts';
import type { Terminal } from './terminal.ts';

export interface CheckOptions {
  readonly project?: string;
  readonly format: Format;
  readonly fix: boolean;
}

/** Files analysed at the same time: while one is judged here, others are resolved in the TypeScript process. */
const AT_ONCE = 4;

/** Sums over the files. */
interface Totals {
  files: number;
  calls: number;
  chains: number;
  findings: number;
  errors: number;
  unchecked: number;
  fixed: { findings: number; files: number };
}

export async function check(paths: readonly string[], options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const started = performance.now();
  const catalogs = createCatalogSet(builtInCatalogs);
  const workspace = createWorkspace({ catalogs, cwd: terminal.cwd, log: terminal.err });
  try {
    const found = await filesToCheck(paths, options, terminal, workspace);
    workspace.openProjects(found.tsconfigs);
    const reporter = options.format === 'json' ? jsonReporter(terminal) : prettyReporter(terminal);
    const { errors, unchecked, fixed, ...counts } = await checkAll(workspace, found.files, options.fix, reporter, terminal);
    const durationMs = Math.round(performance.now() - started);
    reporter.end({ ...counts, durationMs }, options.fix ? fixed : undefined);
    if (unchecked > 0) return 2;
    return errors > 0 ? 1 : 0;
  } finally {
    await workspace.dispose();
  }
}

/** The files asked for. Throws a `Failure` that says what to do when there is nothing to check. */
async function filesToCheck(
  paths: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
  workspace: Workspace,
): Promise<Discovered> {
  const { cwd } = terminal;
  const { projectFiles } = workspace;
  const { project } = options;
  try {
    const found = await findProjects(paths, project === undefined ? { cwd, projectFiles } : { cwd, projectFiles, project });
    if (found.files.length > 0) return found;
  } catch (error) {
    throw error instanceof DiscoverError ? new Failure(error.message) : error;
  }
  throw new Failure(`There is no TypeScript or JavaScript file in ${paths.join(', ') || cwd}: name another path.`);
}

async function checkAll(
  workspace: Workspace,
  files: readonly FileInProject[],
  fix: boolean,
  reporter: Reporter,
  terminal: Terminal,
): Promise<Totals> {
  const totals: Totals = { files: 0, calls: 0, chains: 0, findings: 0, errors: 0, unchecked: 0, fixed: { findings: 0, files: 0 } };
  const progress = startProgress(terminal, files.length);
  try {
    // A fix may change what the next file means, so nothing is analysed ahead of one.
    for await (const checked of inOrder(files, fix ? 1 : AT_ONCE, (entry) => checkFile(workspace, entry, fix))) {
      const file = relative(terminal.cwd, checked.file);
      progress.step(file);
      count(totals, checked);
      if (checked.problem !== undefined) terminal.err(`query-lens: ${file}: ${checked.problem}`);
      if (checked.findings.length > 0) {
        reporter.file({ file, lines: createLines(checked.text), findings: checked.findings });
      }
    }
  } finally {
    progress.stop();
  }
  return totals;
}

function count(totals: Totals, { calls, chains, findings, fixed, problem }: CheckedFile): void {
  totals.files += problem === undefined ? 1 : 0;
  totals.unchecked += problem === undefined ? 0 : 1;
  totals.calls += calls;
  totals.chains += chains;
  totals.findings += findings.length;
  totals.errors += findings.filter(({ severity }) => severity === 'error').length;
  totals.fixed.findings += fixed;
  totals.fixed.files += fixed > 0 ? 1 : 0;
}
