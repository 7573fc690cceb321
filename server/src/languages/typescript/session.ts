/** The TypeScript process and its snapshots: started when needed, kept up to date, restarted when it dies. */
import { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { API, type Snapshot } from 'typescript/unstable/async';
import { findTypeScriptBinary } from './binary.ts';
import { extendsItself } from './tsconfigChain.ts';
import { mayBeTsconfig, needsOverlay, overlayTsconfig, withoutExtends } from './tsconfigOverlay.ts';

export interface SessionOptions {
  /** The folder the process runs in. */
  readonly cwd: string;
  /** The editor's unsaved text of a file; absent when there is no editor. */
  readonly editorText?: (file: string) => string | undefined;
  readonly log: (message: string) => void;
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

/** Thrown out of a reader whose snapshot is about to be replaced: it starts again on the new one. */
export class StaleSnapshot extends Error {
  constructor() {
    super('the snapshot is being replaced');
  }
}

/** Thrown out of a reader when the process has died under it. */
export class ProcessDied extends Error {
  constructor() {
    super('the TypeScript process has ended');
  }
}

export interface Session {
  /** Takes note of changes; they take effect with the next `read`. */
  change(changes: Changes): void;
  /**
   * Runs `reader` on an up-to-date snapshot, which is not disposed of while it runs.
   * `check` throws when the snapshot is stale. `generation` counts the snapshots.
   */
  read<T>(reader: (snapshot: Snapshot, generation: number, check: () => void) => Promise<T>): Promise<T>;
  /** Starts the process ahead of the first question, for these projects. */
  start(tsconfigs: readonly string[]): Promise<void>;
  /** The files that each tsconfig lists, which is known without loading its project. */
  listedFiles(tsconfigs: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Called before a new snapshot is used, with what has changed. */
  onUpdate(listener: (changes: Required<Changes>, restarted: boolean) => void): void;
  /** Frees the parsed files that TypeScript's client keeps. */
  clearParsedFiles(): void;
  /** Of the process, while there is one. */
  processId(): number | undefined;
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

/** A process that dies this often without an answer in between is given up. */
const MAX_RESTARTS = 5;

interface Process {
  readonly api: API;
  /** Rejects when the process ends; never resolves. */
  readonly died: Promise<never>;
  snapshot: Snapshot | undefined;
  /** The files it has open, with the tsconfig of the project each is in; `undefined`: a project made up for it. */
  readonly files: Map<string, string | undefined>;
  /** The tsconfigs it has open. */
  readonly projects: Set<string>;
}

/** What is to be open. */
interface Wanted {
  readonly files: ReadonlySet<string>;
  readonly projects: ReadonlySet<string>;
}

type SnapshotParams = NonNullable<Parameters<API['updateSnapshot']>[0]>;

type ChangeSets = { [K in keyof Required<Changes>]: Set<string> };

const emptySets = (): ChangeSets => ({
  created: new Set(),
  changed: new Set(),
  deleted: new Set(),
  openFiles: new Set(),
  closeFiles: new Set(),
  openProjects: new Set(),
});

export function createSession(options: SessionOptions): Session {
  let running: Process | undefined;
  let pending = emptySets();
  let dirty = true;
  let disposed = false;
  let generation = 0;
  let readers = 0;
  let deaths = 0;
  let whenIdle: (() => void) | undefined;
  let updating: Promise<void> | undefined;
  const open = { files: new Set<string>(), projects: new Set<string>() };
  const listeners: ((changes: Required<Changes>, restarted: boolean) => void)[] = [];

  async function update(): Promise<void> {
    if (readers > 0) await new Promise<void>((resolve) => (whenIdle = resolve));
    const sets = pending;
    pending = emptySets();
    dirty = false;
    const restarted = running === undefined;
    running ??= await startProcess(options, [...open.projects]);
    const { died } = running;
    const changes: Required<Changes> = {
      created: [...sets.created],
      changed: [...sets.changed],
      deleted: [...sets.deleted],
      openFiles: [...sets.openFiles],
      closeFiles: [...sets.closeFiles],
      openProjects: [...sets.openProjects],
    };
    try {
      await Promise.race([bringUpToDate(running, open, changes), died]);
    } catch (error) {
      if (!(error instanceof ProcessDied)) throw error;
      lost();
      return;
    }
    generation++;
    for (const listener of listeners) listener(changes, restarted);
  }

  function lost(): void {
    running = undefined;
    dirty = true;
    if (++deaths > MAX_RESTARTS)
      throw new Error('The TypeScript process ends again and again; the output above may say why.');
    options.log(`The TypeScript process ended unexpectedly; it is started again (${deaths} of ${MAX_RESTARTS}).`);
  }

  async function current(): Promise<Process & { readonly snapshot: Snapshot }> {
    for (;;) {
      if (disposed) throw new Error('The workspace has been closed.');
      if (updating) await updating;
      else if (!dirty && running?.snapshot) return running as Process & { readonly snapshot: Snapshot };
      else {
        updating = update().finally(() => (updating = undefined));
        await updating;
      }
    }
  }

  /** The process, started for these projects where there is none. */
  async function started(projects: readonly string[]): Promise<Process> {
    for (;;) {
      if (disposed) throw new Error('The workspace has been closed.');
      if (updating) await updating;
      else if (running) return running;
      else {
        updating = startProcess(options, projects)
          .then((process) => void (running = process))
          .finally(() => (updating = undefined));
      }
    }
  }

  function isCurrent(process: Process): boolean {
    return !dirty && updating === undefined && process === running;
  }

  return {
    change(changes) {
      for (const [key, files] of Object.entries(changes) as [keyof Changes, readonly string[]][]) {
        for (const file of files) pending[key].add(file);
      }
      for (const file of changes.openFiles ?? []) open.files.add(file);
      for (const file of changes.closeFiles ?? []) open.files.delete(file);
      for (const project of changes.openProjects ?? []) open.projects.add(project);
      dirty = true;
    },
    async read(reader) {
      let process = await current();
      // Another change may have come in while this reader was waiting its turn.
      while (!isCurrent(process)) process = await current();
      readers++;
      try {
        const result = await Promise.race([
          reader(process.snapshot, generation, () => {
            if (dirty) throw new StaleSnapshot();
          }),
          process.died,
        ]);
        deaths = 0;
        return result;
      } catch (error) {
        if (error instanceof ProcessDied && running === process) lost();
        throw error;
      } finally {
        readers--;
        if (readers === 0) whenIdle?.();
      }
    },
    async start(tsconfigs) {
      await started(tsconfigs);
    },
    async listedFiles(tsconfigs) {
      const { api, died } = await started(tsconfigs);
      const list = async (tsconfig: string): Promise<[string, readonly string[]]> => [
        tsconfig,
        (await api.parseConfigFile(tsconfig)).fileNames,
      ];
      return new Map(await Promise.race([Promise.all(tsconfigs.map(list)), died]));
    },
    onUpdate: (listener) => void listeners.push(listener),
    clearParsedFiles: () => running?.api.clearSourceFileCache(),
    processId: () => running && childOf(running.api)?.pid,
    async restart() {
      const process = running;
      running = undefined;
      dirty = true;
      deaths = 0;
      await process?.api.close();
    },
    async dispose() {
      disposed = true;
      await running?.api.close().catch(() => undefined);
      running = undefined;
    },
  };
}

/** The next snapshot takes the place of the one before. */
async function advance(process: Process, params: SnapshotParams): Promise<void> {
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
async function bringUpToDate(process: Process, wanted: Wanted, changes: Required<Changes>): Promise<void> {
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

async function startProcess(options: SessionOptions, projects: readonly string[]): Promise<Process> {
  const { editorText } = options;
  // Each file read through us costs a message, so TypeScript reads the disk itself where it can.
  const throughUs = editorText !== undefined || projects.length === 0 || projects.some(needsOverlay);
  const api = new API({
    cwd: options.cwd,
    tsserverPath: findTypeScriptBinary(),
    ...(throughUs && { fs: { readFile: (file: string) => wellFormed(editorText?.(file) ?? overlaid(file)) } }),
  });
  // The first request starts the process; only then is there something that can die.
  const first = await api.updateSnapshot();
  return { api, died: whenDead(api), snapshot: first, files: new Map(), projects: new Set() };
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
    // TypeScript reads the file itself, and says what is wrong with it.
    return undefined;
  }
}

/** The API gives no notice of its process's end and leaves requests unanswered then, so the process itself is watched. */
function whenDead(api: API): Promise<never> {
  const child = childOf(api);
  const died = new Promise<never>((_, reject) => {
    child?.once('exit', () => reject(new ProcessDied()));
  });
  // Nobody may be waiting when it dies.
  died.catch(() => undefined);
  return died;
}

/** The API hides its process. */
function childOf(api: API): ChildProcess | undefined {
  const client: unknown = Reflect.get(api, 'client');
  const child: unknown = typeof client === 'object' && client !== null ? Reflect.get(client, 'process') : undefined;
  return child instanceof ChildProcess ? child : undefined;
}
