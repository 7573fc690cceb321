/** One TypeScript process: how it is started, told what has changed, watched and ended. */
import { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import type { Writable } from 'node:stream';
import { API, type Snapshot } from 'typescript/unstable/async';
import { TypeScriptUnavailable, findTypeScriptBinary } from './binary.ts';
import { createEnding } from './ending.ts';
import { endWithUs } from './endWithUs.ts';
import { extendsItself } from './tsconfigChain.ts';
import { mayBeTsconfig, needsOverlay, overlayTsconfig, withoutExtends } from './tsconfigOverlay.ts';
import { createWatchdog } from './watchdog.ts';

export interface ProcessOptions {
  /** The folder the process runs in. */
  readonly cwd: string;
  /** The editor's unsaved text of a file; absent when there is no editor. */
  readonly editorText?: (file: string) => string | undefined;
}

/** What has happened since the last snapshot. Paths are absolute. */
export interface Changes {
  readonly created?: readonly string[];
  readonly changed?: readonly string[];
  readonly deleted?: readonly string[];
  readonly openFiles?: readonly string[];
  readonly closeFiles?: readonly string[];
  readonly openProjects?: readonly string[];
}

export interface TypeScriptProcess {
  readonly api: API;
  readonly id: number | undefined;
  /** Passes work with the process on; it fails with `ProcessDied` when that ends, or has to be ended, meanwhile. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Ends it, whatever it is doing; resolves when it has ended. */
  end(): Promise<void>;
  snapshot: Snapshot | undefined;
  /** The files it has open, with the tsconfig of the project each is in; `undefined`: a project made up for it. */
  readonly files: Map<string, string | undefined>;
  /** The tsconfigs it has open. */
  readonly projects: Set<string>;
}

/** What is to be open. */
export interface Wanted {
  readonly files: ReadonlySet<string>;
  readonly projects: ReadonlySet<string>;
}

type SnapshotParams = NonNullable<Parameters<API['updateSnapshot']>[0]>;

/** The next snapshot takes the place of the one before. */
async function advance(process: TypeScriptProcess, params: SnapshotParams): Promise<void> {
  const before = process.snapshot;
  process.snapshot = await process.api.updateSnapshot(params);
  // When nothing has changed the same snapshot comes back, and must live on.
  if (before && before.id !== process.snapshot.id) await before.dispose();
}

/**
 * Tells the process what has changed, as it wants to be told: an open file keeps the text it was opened with
 * until it is closed, and closing and opening it in one update cancel each other; only projects that are open
 * themselves follow changes on disk, those that were merely loaded for a file stay as they are.
 */
export async function bringUpToDate(
  process: TypeScriptProcess,
  wanted: Wanted,
  changes: Required<Changes>,
): Promise<void> {
  const { files, projects } = process;
  const fileChanges = { created: [...changes.created], changed: [...changes.changed], deleted: [...changes.deleted] };
  const changed = new Set([...changes.changed, ...changes.closeFiles]);
  const anyChange = Object.values(fileChanges).some((paths) => paths.length > 0);
  const stale = [...files].flatMap(([file, project]) =>
    !wanted.files.has(file) || changed.has(file) || (project === undefined && anyChange) ? file : [],
  );
  if (stale.length > 0) await advance(process, { closeFiles: stale, fileChanges });
  for (const file of stale) files.delete(file);

  const openFiles = [...wanted.files].filter((file) => !files.has(file));
  const openProjects = [...wanted.projects].filter((project) => !projects.has(project));
  await advance(process, { openFiles, openProjects, fileChanges });
  for (const project of openProjects) projects.add(project);

  const loaded = new Set<string>();
  for (const file of openFiles) {
    const config = (await process.snapshot?.getDefaultProjectForFile(file))?.configFileName;
    const project = config?.endsWith('.json') ? config : undefined;
    files.set(file, project);
    if (project !== undefined && !projects.has(project)) loaded.add(project);
  }
  if (loaded.size > 0) await advance(process, { openProjects: [...loaded] });
  for (const project of loaded) projects.add(project);
}

/** Resolves as soon as there is a process, which has answered nothing yet. */
export async function startProcess(options: ProcessOptions, projects: readonly string[]): Promise<TypeScriptProcess> {
  const { editorText } = options;
  // Each file read through us costs a message, so TypeScript reads the disk itself where it can.
  const throughUs = editorText !== undefined || projects.length === 0 || projects.some(needsOverlay);
  const api = new API({
    cwd: options.cwd,
    tsserverPath: findTypeScriptBinary(),
    ...(throughUs && { fs: { readFile: (file: string) => wellFormed(editorText?.(file) ?? overlaid(file)) } }),
  });
  const { child, ping } = await connect(api);
  const ending = createEnding(child);
  // Its end is noticed by those who wait for it, and it has nothing to save.
  const kill = (): void => void child.kill('SIGKILL');
  const watchdog = createWatchdog(ping, kill);
  return {
    api,
    id: child.pid,
    async during(work) {
      try {
        return await watchdog.during(ending.before(work));
      } catch (error) {
        if (!isCutOff(child)) throw error;
        // What it was asked may fail before its end is told.
        kill();
        return ending.itself();
      }
    },
    async end() {
      kill();
      await ending.itself().catch(() => undefined);
    },
    snapshot: undefined,
    files: new Map(),
    projects: new Set(),
  };
}

/** Half a surrogate pair, as while an emoji is being typed, is no JSON for TypeScript, which then answers nothing more. */
function wellFormed(text: string | undefined): string | undefined {
  return text?.toWellFormed();
}

function overlaid(file: string): string | undefined {
  if (!mayBeTsconfig(file)) return undefined;
  try {
    const text = fs.readFileSync(file, 'utf8');
    return extendsItself(file)
      ? (overlayTsconfig(withoutExtends(text)) ?? withoutExtends(text))
      : overlayTsconfig(text);
  } catch {
    // Of a file that is there and can't be read TypeScript would make no project at all.
    return fs.existsSync(file) ? '{}' : undefined;
  }
}

/** Whether nothing can be asked any more: it has ended, or is about to. */
function isCutOff({ exitCode, signalCode, stdin, stdout }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null || stdin?.destroyed === true || stdout?.destroyed === true;
}

/** What the API hides: its client, which would start the process with the first request, and the process. */
interface HiddenClient {
  readonly process?: unknown;
  connect(): Promise<void>;
  apiRequest(method: string): Promise<unknown>;
}

/** Starts the process: one that died before the first request was answered could not be noticed otherwise. */
async function connect(api: API): Promise<{ readonly child: ChildProcess; readonly ping: () => Promise<unknown> }> {
  const client = Reflect.get(api, 'client') as HiddenClient;
  try {
    await client.connect();
  } catch (error) {
    // A folder that nothing may be run in, a binary for another machine.
    const reason = error instanceof Error ? error.message : String(error);
    throw new TypeScriptUnavailable(`TypeScript can't be started: ${reason}. Reinstall query-lens on this machine.`);
  }
  const { process: child } = client;
  if (!(child instanceof ChildProcess)) throw new Error('The TypeScript process could not be started.');
  endWithUs(child);
  if (child.stdin) forgiveWrites(child.stdin);
  return { child, ping: () => client.apiRequest('ping') };
}

/** A request that can't be written fails twice, once where nobody can catch it; the process's end is noticed anyway. */
function forgiveWrites(stdin: Writable): void {
  const write = stdin.write.bind(stdin);
  stdin.write = (chunk: unknown, ...rest: readonly unknown[]): boolean => {
    const [encoding] = rest;
    const done = rest.at(-1) as () => void;
    return write(chunk, encoding === 'ascii' ? encoding : 'utf8', () => done());
  };
}
