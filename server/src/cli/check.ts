/** `query-lens check`: whether its options go together, and one pass over the files or, with `--watch`, many. */
import path from 'node:path';
import type { RuleSeverities } from '../project/config.ts';
import { createWorkspace } from '../project/workspace.ts';
import { openConfigurations } from './configuration.ts';
import { Failure } from './failure.ts';
import type { CheckFormat, ExitCode } from './options.ts';
import { checkOnce, type Run } from './pass.ts';
import { defaultCacheFolder, openResults } from './results.ts';
import type { Terminal } from './terminal.ts';
import { watch } from './watch.ts';

/** As the options are named; `--help` says what each is for. */
export interface CheckOptions {
  readonly project?: string;
  readonly format: CheckFormat;
  readonly fix: boolean;
  readonly fixDryRun: boolean;
  readonly config?: string;
  /** By rule id; over what the configuration says. */
  readonly rule: RuleSeverities;
  readonly maxWarnings?: number;
  readonly baseline?: string;
  readonly updateBaseline: boolean;
  /** `true`: since the last commit. */
  readonly changed?: string | true;
  readonly shard?: string;
  readonly cache: boolean;
  readonly cacheLocation?: string;
  readonly watch: boolean;
}

export async function check(paths: readonly string[], options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  refuse(options);
  const configurations = openConfigurations(options.config, terminal);
  const run: Run = {
    paths,
    options,
    terminal,
    configurations,
    workspace: createWorkspace({
      catalogs: (file) => configurations.of(file).catalogs,
      cwd: terminal.cwd,
      // Fixes that are only shown are made in texts that an editor might have.
      editor: options.fixDryRun,
      log: (message) => terminal.err(message),
    }),
    ...resultsFor(options, terminal),
  };
  try {
    return options.watch ? await watch(run) : await checkOnce(run);
  } finally {
    await run.workspace.dispose();
  }
}

/** Results are kept for the next run in a folder, for the next pass in memory. A fix changes what they depend on. */
function resultsFor(
  { cache, cacheLocation, fix, fixDryRun, watch: isWatched }: CheckOptions,
  { cwd }: Terminal,
): Pick<Run, 'results'> {
  const isKept = cache || cacheLocation !== undefined;
  if (fix || fixDryRun || !(isKept || isWatched)) return {};
  const folder = cacheLocation === undefined ? defaultCacheFolder(cwd) : path.resolve(cwd, cacheLocation);
  return { results: openResults(isKept ? folder.replaceAll('\\', '/') : undefined) };
}

function refuse({
  fix,
  fixDryRun,
  baseline,
  updateBaseline,
  watch: isWatched,
  format,
  changed,
  shard,
}: CheckOptions): void {
  const contradictions: readonly (readonly [boolean, string])[] = [
    [fix && fixDryRun, '--fix and --fix-dry-run exclude each other: leave one of them out.'],
    [updateBaseline && baseline === undefined, '--update-baseline needs a file to write: name it after --baseline.'],
    [updateBaseline && isWatched, '--update-baseline and --watch exclude each other: leave one of them out.'],
    [isWatched && format !== 'pretty' && format !== 'json', '--watch prints the formats pretty and json only.'],
    [
      changed !== undefined && shard !== undefined,
      '--changed and --shard exclude each other: what has changed is little already.',
    ],
  ];
  const [, message] = contradictions.find(([isSo]) => isSo) ?? [];
  if (message !== undefined) throw new Failure(message);
}
