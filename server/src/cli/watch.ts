/** `check --watch`: checks again whenever a file changes, until it is interrupted. */
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { watch as watchFiles } from 'chokidar';
import { IGNORED_FOLDERS } from '../project/discover.ts';
import type { ExitCode } from './options.ts';
import { checkOnce, type Run } from './pass.ts';

/** Editors write a file in several steps, and git many files. */
const QUIET_MS = 100;

const WATCHED = /\.(?:[cm]?[jt]sx?|json|ya?ml|lock)$/;

/** Ends when the process is interrupted, with how the last pass ended. */
export async function watch(run: Run): Promise<ExitCode> {
  const { terminal, configurations, workspace } = run;
  const changes = { created: new Set<string>(), changed: new Set<string>(), deleted: new Set<string>() };
  let wake: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const note = (kind: keyof typeof changes) => (file: string) => {
    changes[kind].add(file.replaceAll('\\', '/'));
    clearTimeout(timer);
    timer = setTimeout(() => wake(), QUIET_MS);
  };
  const watcher = watchFiles(terminal.cwd, { ignored: isIgnored, ignoreInitial: true })
    .on('add', note('created'))
    .on('change', note('changed'))
    .on('unlink', note('deleted'));
  const stop = (): void => {
    isOver = true;
    wake();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  let exitCode = await passOf(run);
  while (!isOver) {
    terminal.err('query-lens: waiting for changes; Ctrl+C ends it.');
    if (changes.created.size + changes.changed.size + changes.deleted.size === 0)
      await new Promise<void>((resolve) => (wake = resolve));
    if (isOver) break;
    workspace.changed({ created: [...changes.created], changed: [...changes.changed], deleted: [...changes.deleted] });
    for (const files of Object.values(changes)) files.clear();
    if (configurations.isOutdated()) {
      configurations.forget();
      workspace.catalogsChanged();
    }
    exitCode = await passOf(run);
  }
  clearTimeout(timer);
  await watcher.close();
  return exitCode;
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

function isIgnored(file: string, stats?: fs.Stats): boolean {
  if (IGNORED_FOLDERS.includes(path.basename(file))) return true;
  return stats?.isFile() === true && !WATCHED.test(file);
}
