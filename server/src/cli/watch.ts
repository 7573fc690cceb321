/** `check --watch`: checks again whenever a file changes, until it is interrupted. */
import type { Stats } from 'node:fs';
import path from 'node:path';
import { watch as watchFiles } from 'chokidar';
import { IGNORED_FOLDERS } from '../project/discover.ts';
import type { FileChanges } from '../project/workspace.ts';
import type { ExitCode } from './options.ts';
import { checkOnce, type Run } from './pass.ts';
import { endInOrder } from './signals.ts';

/** Editors write a file in several steps, and git many files. */
const QUIET_MS = 100;

const WATCHED = /\.(?:[cm]?[jt]sx?|json|ya?ml|lock|py|toml|cfg|txt)$/;

/** Ends when the process is interrupted, with how the last pass ended. */
export async function watch(run: Run): Promise<ExitCode> {
  const { terminal, configurations, workspace } = run;
  const changes = await watchFolder(terminal.cwd);
  endInOrder(() => void changes.close());
  for (;;) {
    const exitCode = await passOf(run);
    terminal.err('query-lens: waiting for changes; Ctrl+C ends it.');
    const changed = await changes.next();
    if (!changed) return exitCode;
    workspace.changed(changed);
    if (!configurations.isOutdated()) continue;
    configurations.forget();
    workspace.catalogsChanged();
  }
}

interface Changes {
  /** What has changed since it was last asked for, when it has been quiet for a while; `undefined`: it is over. */
  next(): Promise<FileChanges | undefined>;
  close(): Promise<void>;
}

/** Resolves when no change can be missed any more. */
async function watchFolder(folder: string): Promise<Changes> {
  const noted = { created: new Set<string>(), changed: new Set<string>(), deleted: new Set<string>() };
  const isOver = new AbortController();
  let wake: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const note = (kind: keyof typeof noted) => (file: string) => {
    noted[kind].add(file.replaceAll('\\', '/'));
    clearTimeout(timer);
    timer = setTimeout(() => wake(), QUIET_MS);
  };
  const watcher = watchFiles(folder, { ignored: isIgnored, ignoreInitial: true })
    .on('add', note('created'))
    .on('change', note('changed'))
    .on('unlink', note('deleted'));
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  return {
    async next() {
      const isQuiet = Object.values(noted).every((files) => files.size === 0);
      if (isQuiet && !isOver.signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
      if (isOver.signal.aborted) return undefined;
      const found = { created: [...noted.created], changed: [...noted.changed], deleted: [...noted.deleted] };
      for (const files of Object.values(noted)) files.clear();
      return found;
    },
    async close() {
      isOver.abort();
      clearTimeout(timer);
      await watcher.close();
      wake();
    },
  };
}

/** A pass that can't be made now (nothing is left to check, a broken tsconfig) may be possible after the next change. */
async function passOf(run: Run): Promise<ExitCode> {
  try {
    return await checkOnce(run);
  } catch (error) {
    run.terminal.err(`query-lens: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
}

function isIgnored(file: string, stats?: Stats): boolean {
  if (IGNORED_FOLDERS.includes(path.basename(file))) return true;
  return stats?.isFile() === true && !WATCHED.test(file);
}
