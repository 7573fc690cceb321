/** `query-lens check`: goes through the files in order, and holds no more than a few of them at once. */
import type { TsconfigProblem } from '../languages/typescript/tsconfigChain.ts';
import type { RuleSeverities } from '../project/config.ts';
import type { Configurations } from '../project/configurations.ts';
import { findProjects } from '../project/discover.ts';
import type { FileInProject } from '../project/discover.ts';
import { relevantFiles } from '../project/relevantFiles.ts';
import { createWorkspace } from '../project/workspace.ts';
import type { Workspace } from '../project/workspace.ts';
import { checkFile, withoutCalls } from './checkFile.ts';
import type { CheckedFile } from './checkFile.ts';
import { openConfigurations, tellProblems } from './configuration.ts';
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
  readonly config?: string;
  /** By rule id; over what the configuration says. */
  readonly rule: RuleSeverities;
}

/** Files analysed at the same time: while one is judged here, others are resolved in the TypeScript process. */
const AT_ONCE = 12;

/** Sums over the files. */
interface Totals {
  files: number;
  calls: number;
  chains: number;
  findings: number;
  errors: number;
  /** Files that could not be checked for a reason of ours. */
  failed: number;
  fixed: { findings: number; files: number };
}

const NOTHING: Readonly<Totals> = {
  files: 0,
  calls: 0,
  chains: 0,
  findings: 0,
  errors: 0,
  failed: 0,
  fixed: { findings: 0, files: 0 },
};

export async function check(paths: readonly string[], options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const started = performance.now();
  const reporter = options.format === 'json' ? jsonReporter(terminal) : prettyReporter(terminal);
  const configurations = openConfigurations(options.config, terminal);
  const workspace = createWorkspace({
    catalogs: (file) => configurations.of(file).catalogs,
    cwd: terminal.cwd,
    editor: false,
    log: (message) => terminal.err(message),
  });
  try {
    const files = await filesToCheck(workspace, configurations, paths, options.project, terminal.cwd);
    const misconfigured = tellProblems(configurations, terminal);
    const { relevant, problems } = await openRelevant(workspace, configurations, files);
    for (const { message } of problems) terminal.err(`query-lens: ${message}`);
    const rulesOf = (file: string): RuleSeverities => ({ ...configurations.of(file).rules, ...options.rule });
    const work = (file: FileInProject): Promise<CheckedFile> =>
      relevant.has(file)
        ? checkFile(workspace, file, rulesOf(file.file), options.fix)
        : Promise.resolve(withoutCalls(file.file));
    // A fix may change what the next file means, so nothing is analysed ahead of one.
    const checked = inOrder(files, options.fix ? 1 : AT_ONCE, work);
    const { errors, failed, fixed, ...counts } = await reportAll(checked, files.length, reporter, terminal);
    const durationMs = Math.round(performance.now() - started);
    reporter.end({ ...counts, durationMs }, options.fix ? fixed : undefined);
    if (failed > 1) terminal.err(`query-lens: ${failed} files could not be checked.`);
    if (failed > 0 || counts.files === 0 || misconfigured || problems.some(({ grave }) => grave)) return 2;
    return errors > 0 ? 1 : 0;
  } finally {
    await workspace.dispose();
  }
}

/**
 * Opens what the files that may hold a call need. The TypeScript process starts while the files are still being read,
 * and loads the projects of the first files while those that call functions of these are looked for.
 */
async function openRelevant(
  workspace: Workspace,
  configurations: Configurations,
  files: readonly FileInProject[],
): Promise<{ readonly relevant: ReadonlySet<FileInProject>; readonly problems: readonly TsconfigProblem[] }> {
  const read = await relevantFiles(
    files,
    ({ file }) => configurations.of(file).catalogs,
    (first) => workspace.start(files, first),
  );
  const { holders } = read;
  if (holders.size === 0) return { relevant: holders, problems: [] };
  const [problems, others] = await Promise.all([workspace.openAll([...holders]), read.callers()]);
  if (others.size === 0) return { relevant: holders, problems };
  const relevant = new Set([...holders, ...others]);
  return { relevant, problems: await workspace.openAll([...relevant]) };
}

/** The files below the paths that no configuration leaves out. */
async function filesToCheck(
  workspace: Workspace,
  configurations: Configurations,
  paths: readonly string[],
  project: string | undefined,
  cwd: string,
): Promise<readonly FileInProject[]> {
  const projectFiles = (tsconfig: string): Promise<readonly string[]> => workspace.projectFiles(tsconfig);
  const { files: found } = await findProjects(paths, {
    cwd,
    projectFiles,
    ...(project !== undefined && { project }),
  });
  const files = found.filter(({ file }) => !configurations.of(file).ignores(file));
  if (files.length === 0) {
    const where = project ?? (paths.length > 0 ? paths.join(', ') : cwd);
    if (found.length > 0) {
      throw new Failure(`There is nothing to check: the configuration ignores every source file in ${where}.`);
    }
    throw new Failure(`There is nothing to check: no TypeScript or JavaScript source file was found in ${where}.`);
  }
  return files;
}

async function reportAll(
  results: AsyncIterable<CheckedFile>,
  expected: number,
  reporter: Reporter,
  terminal: Terminal,
): Promise<Totals> {
  const totals = { ...NOTHING, fixed: { ...NOTHING.fixed } };
  const told = new Set<string | undefined>();
  const progress = startProgress(terminal, expected);
  try {
    for await (const checked of results) {
      const file = relative(terminal.cwd, checked.file);
      progress.step(file);
      count(totals, checked);
      // One cause (a process that won't start) may keep every file from being checked.
      if (checked.problem !== undefined && !told.has(checked.problem)) {
        terminal.err(`query-lens: ${file}: ${checked.problem}`);
      }
      if (checked.failed) told.add(checked.problem);
      if (checked.findings.length > 0) {
        reporter.file({ file, lines: createLines(checked.text), findings: checked.findings });
      }
    }
  } finally {
    progress.stop();
  }
  return totals;
}

function count(totals: Totals, { calls, chains, findings, fixed, failed, problem }: CheckedFile): void {
  totals.files += problem === undefined ? 1 : 0;
  totals.failed += failed ? 1 : 0;
  totals.calls += calls;
  totals.chains += chains;
  totals.findings += findings.length;
  totals.errors += findings.filter(({ severity }) => severity === 'error').length;
  totals.fixed.findings += fixed;
  totals.fixed.files += fixed > 0 ? 1 : 0;
}
