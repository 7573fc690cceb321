/** One pass of `check` over the files: in order, with no more than a few of them at once. */
import path from 'node:path';
import type { TsconfigProblem } from '../languages/typescript/tsconfigChain.ts';
import type { RuleSeverities } from '../project/config.ts';
import type { Configurations } from '../project/configurations.ts';
import { findProjects, sayComponents, type FileInProject } from '../project/discover.ts';
import { createReach, type Reach } from '../project/reach.ts';
import { relevantFiles } from '../project/relevantFiles.ts';
import type { Workspace } from '../project/workspace.ts';
import { createBaseline, readBaseline } from './baseline.ts';
import { changedFiles } from './changedFiles.ts';
import type { CheckOptions } from './check.ts';
import { checkFile, withoutCalls, type CheckedFile } from './checkFile.ts';
import { tellProblems } from './configuration.ts';
import { Failure } from './failure.ts';
import type { FixTarget } from './fixFile.ts';
import { inOrder } from './inOrder.ts';
import type { ExitCode } from './options.ts';
import { reportAll, type Totals } from './reportAll.ts';
import { baseOf, createReporter } from './reporters.ts';
import { createKeys, type Results } from './results.ts';
import { shardOf } from './shard.ts';
import type { Terminal } from './terminal.ts';

/** What the passes of one command share. */
export interface Run {
  readonly paths: readonly string[];
  readonly options: CheckOptions;
  readonly terminal: Terminal;
  readonly configurations: Configurations;
  readonly workspace: Workspace;
  /** Results that can be used again, where they are kept. */
  readonly results?: Results;
}

/** Files analysed at the same time: while one is judged here, others are resolved in the TypeScript process. */
const AT_ONCE = 12;

export async function checkOnce(run: Run): Promise<ExitCode> {
  const started = performance.now();
  const { options, terminal, configurations, workspace, results } = run;
  const all = await filesToCheck(run);
  const misconfigured = tellProblems(configurations, terminal);
  const { files, relevant, kept, problems, reach } = await prepare(run, all);
  for (const { message } of problems) terminal.err(`query-lens: ${message}`);

  const target = fixTarget(options);
  const work = (file: FileInProject): Promise<CheckedFile> => {
    if (!relevant.has(file)) return Promise.resolve(withoutCalls(file.file));
    const found = kept?.get(file.file)?.found;
    return found ? Promise.resolve(found) : checkFile(workspace, file, rulesOf(run, file.file), target);
  };
  // A fix may change what the next file means, so nothing is analysed ahead of one.
  const checked = inOrder(files, target ? 1 : AT_ONCE, work);
  const { totals, fresh } = await report(run, checked, files.length, started);
  // What is wrong with a tsconfig has to be said again the next time.
  if (results && reach && problems.length === 0 && reach.isUnchanged()) {
    for (const file of fresh) results.put(file, kept?.get(file.file)?.key);
    const unsaved = results.save();
    if (unsaved !== undefined) terminal.err(`query-lens: the results are not kept for the next run: ${unsaved}`);
  }
  if (totals.failed > 1) terminal.err(`query-lens: ${totals.failed} files could not be checked.`);
  const nothingChecked = files.length > 0 && totals.files === 0;
  if (totals.failed > 0 || nothingChecked || misconfigured || problems.some(({ grave }) => grave)) return 2;
  return options.updateBaseline ? 0 : verdict(totals, run);
}

interface Prepared {
  /** Those that the run is about. */
  readonly files: readonly FileInProject[];
  /** Those that may hold a call of a library; the projects of those that have to be analysed are open. */
  readonly relevant: ReadonlySet<FileInProject>;
  /** What is wrong with their tsconfigs. */
  readonly problems: readonly TsconfigProblem[];
  readonly reach?: Reach;
  /** By file. */
  readonly kept?: ReadonlyMap<string, Kept>;
}

/** Which files matter is a question about all of them, whatever the run is about. */
async function prepare(run: Run, all: readonly FileInProject[]): Promise<Prepared> {
  const { options, terminal, workspace, results } = run;
  const isWhole = results === undefined && options.changed === undefined && options.shard === undefined;
  if (isWhole) return { files: all, ...(await openRelevant(run, all)) };
  const read = await relevantFiles(all, ({ file }) => run.configurations.of(file).catalogs);
  const relevant = new Set([...read.holders, ...(await read.callers())]);
  const files = selected(run, all);
  const wanted = files.filter((file) => relevant.has(file));
  const reach = results && createReach(files, { cwd: terminal.cwd, ...projectOf(run) });
  const kept = results && reach && keptResults(run, wanted, reach, results);
  const open = wanted.filter(({ file }) => kept?.get(file)?.found === undefined);
  const problems = open.length > 0 ? await workspace.openAll(open) : [];
  return { files, relevant, problems, ...(reach && { reach }), ...(kept && { kept }) };
}

/**
 * Opens what the files that may hold a call need. The TypeScript process starts while the files are still being read,
 * and loads the projects of the first files while those that call functions of these are looked for.
 */
async function openRelevant(
  { workspace, configurations }: Run,
  files: readonly FileInProject[],
): Promise<Pick<Prepared, 'relevant' | 'problems'>> {
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

function verdict({ errors, warnings }: Totals, { options: { maxWarnings }, terminal }: Run): ExitCode {
  const tooMany = maxWarnings !== undefined && warnings > maxWarnings;
  if (tooMany) terminal.err(`query-lens: the warnings are ${warnings}, and --max-warnings allows ${maxWarnings}.`);
  return errors > 0 || tooMany ? 1 : 0;
}

function rulesOf({ configurations, options }: Run, file: string): RuleSeverities {
  return { ...configurations.of(file).rules, ...options.rule };
}

function fixTarget({ fix, fixDryRun }: CheckOptions): FixTarget | undefined {
  if (fixDryRun) return 'memory';
  return fix ? 'disk' : undefined;
}

function projectOf({ options: { project }, terminal }: Run): { readonly project?: string } {
  return project === undefined ? {} : { project: path.resolve(terminal.cwd, project).replaceAll('\\', '/') };
}

/** Those of the files that the run is about. */
function selected(run: Run, files: readonly FileInProject[]): readonly FileInProject[] {
  const { options, terminal, configurations } = run;
  if (options.shard !== undefined) return shardOf(files, options.shard);
  if (options.changed === undefined) return files;
  const changes = changedFiles(options.changed === true ? 'HEAD' : options.changed, terminal.cwd);
  if (configurations.changed([...changes])) return files;
  const reach = createReach(files, { cwd: terminal.cwd, changed: changes, ...projectOf(run) });
  return files.filter((file) => reach.of(file).changed);
}

interface Kept {
  readonly key: string;
  readonly found: CheckedFile | undefined;
}

/** By file, what is kept for it as it is now. */
function keptResults(
  run: Run,
  files: readonly FileInProject[],
  reach: Reach,
  results: Results,
): ReadonlyMap<string, Kept> {
  const keyOf = createKeys(reach, run.configurations, run.terminal.cwd);
  return new Map(
    files.map((file) => {
      const key = keyOf(file, rulesOf(run, file.file));
      return [file.file, { key, found: results.get(file.file, key) }];
    }),
  );
}

interface Reported {
  readonly totals: Totals;
  /** The results that were not kept before. */
  readonly fresh: readonly CheckedFile[];
}

/** `started`: when the pass began, as `performance.now()` told. */
async function report(
  run: Run,
  checked: AsyncIterable<CheckedFile>,
  expected: number,
  started: number,
): Promise<Reported> {
  const { options, terminal } = run;
  const { baseline: named, updateBaseline, format } = options;
  const file = named === undefined ? undefined : path.resolve(terminal.cwd, named).replaceAll('\\', '/');
  const baseline = file === undefined || updateBaseline ? undefined : readBaseline(file);
  const writer = file !== undefined && updateBaseline ? createBaseline(file) : undefined;
  const reporter = createReporter(format, terminal);
  const fresh: CheckedFile[] = [];
  const totals = await reportAll(checked, {
    expected,
    reporter,
    terminal,
    base: baseOf(format, terminal),
    dryRun: options.fixDryRun,
    select(one, lines) {
      if (run.results) fresh.push(one);
      writer?.add(one.file, lines, one.findings);
      if (writer) return [];
      return baseline ? baseline.newOnes(one.file, lines, one.findings) : one.findings;
    },
  });
  const { files, calls, chains, findings, fixed } = totals;
  reporter.end({
    summary: { files, calls, chains, findings },
    durationMs: Math.round(performance.now() - started),
    ...((options.fix || options.fixDryRun) && { fixed }),
    ...(baseline && { known: baseline.known }),
  });
  if (writer && totals.failed === 0) terminal.err(`query-lens: ${named} knows ${writer.write()} findings now.`);
  return { totals, fresh };
}

/** The files below the paths that no configuration leaves out. */
async function filesToCheck({
  workspace,
  configurations,
  paths,
  options,
  terminal,
}: Run): Promise<readonly FileInProject[]> {
  const { project } = options;
  const projectFiles = (tsconfig: string): Promise<readonly string[]> => workspace.projectFiles(tsconfig);
  const { files: found } = await findProjects(paths, {
    cwd: terminal.cwd,
    projectFiles,
    ...(project !== undefined && { project }),
  });
  const files = found.filter(({ file }) => !configurations.of(file).ignores(file));
  if (files.length === 0) {
    const where = project ?? (paths.length > 0 ? paths.join(', ') : terminal.cwd);
    if (found.length > 0) {
      throw new Failure(`There is nothing to check: the configuration ignores every source file in ${where}.`);
    }
    const components = paths.length === 0 && project === undefined ? await sayComponents(terminal.cwd) : undefined;
    throw new Failure(
      `There is nothing to check: no TypeScript, JavaScript or Python source file was found in ${where}.` +
        (components === undefined ? '' : ` There are ${components}`),
    );
  }
  return files;
}
