/** The TypeScript process and its snapshots: started when needed, kept up to date, restarted when it dies. */
import type { Snapshot } from 'typescript/unstable/async';
import { TypeScriptUnavailable } from './binary.ts';
import { ProcessDied } from './ending.ts';
import { bringUpToDate, startProcess } from './typescriptProcess.ts';
import type { Changes, ProcessOptions, TypeScriptProcess } from './typescriptProcess.ts';

export interface SessionOptions extends ProcessOptions {
  readonly log: (message: string) => void;
}

/** Thrown out of a reader whose snapshot is about to be replaced: it starts again on the new one. */
export class StaleSnapshot extends Error {
  constructor() {
    super('the snapshot is being replaced');
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

const CLOSED = 'The workspace has been closed.';

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
  let running: TypeScriptProcess | undefined;
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
    const process = running ?? (await launch([...open.projects]));
    const changes: Required<Changes> = {
      created: [...sets.created],
      changed: [...sets.changed],
      deleted: [...sets.deleted],
      openFiles: [...sets.openFiles],
      closeFiles: [...sets.closeFiles],
      openProjects: [...sets.openProjects],
    };
    try {
      await process.during(bringUpToDate(process, open, changes));
    } catch (error) {
      if (!(error instanceof ProcessDied)) throw error;
      lost(process);
      return;
    }
    generation++;
    for (const listener of listeners) listener(changes, restarted);
  }

  async function launch(projects: readonly string[]): Promise<TypeScriptProcess> {
    const process = await startProcess(options, projects);
    if (disposed) {
      // It came too late to be ended with the session.
      await process.end();
      throw new Error(CLOSED);
    }
    running = process;
    return process;
  }

  function lost(process: TypeScriptProcess): void {
    dirty = true;
    // It was ended on purpose.
    if (running !== process) return;
    running = undefined;
    if (++deaths > MAX_RESTARTS)
      throw new TypeScriptUnavailable('The TypeScript process ends again and again; the output above may say why.');
    options.log(`The TypeScript process ended unexpectedly; it is started again (${deaths} of ${MAX_RESTARTS}).`);
  }

  async function current(): Promise<TypeScriptProcess & { readonly snapshot: Snapshot }> {
    for (;;) {
      if (disposed) throw new Error(CLOSED);
      if (updating) await updating;
      else if (!dirty && running?.snapshot) return running as TypeScriptProcess & { readonly snapshot: Snapshot };
      else {
        updating = update().finally(() => (updating = undefined));
        await updating;
      }
    }
  }

  /** The process, started for these projects where there is none. */
  async function started(projects: readonly string[]): Promise<TypeScriptProcess> {
    for (;;) {
      if (disposed) throw new Error(CLOSED);
      if (updating) await updating;
      else if (running) return running;
      else {
        updating = launch(projects)
          .then(() => undefined)
          .finally(() => (updating = undefined));
      }
    }
  }

  function isCurrent(process: TypeScriptProcess): boolean {
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
        const result = await process.during(
          reader(process.snapshot, generation, () => {
            if (dirty) throw new StaleSnapshot();
          }),
        );
        deaths = 0;
        return result;
      } catch (error) {
        if (error instanceof ProcessDied) lost(process);
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
      const process = await started(tsconfigs);
      const list = async (tsconfig: string): Promise<[string, readonly string[]]> => [
        tsconfig,
        (await process.api.parseConfigFile(tsconfig)).fileNames,
      ];
      return new Map(await process.during(Promise.all(tsconfigs.map(list))));
    },
    onUpdate: (listener) => void listeners.push(listener),
    clearParsedFiles: () => running?.api.clearSourceFileCache(),
    processId: () => running?.id,
    async restart() {
      const process = running;
      running = undefined;
      dirty = true;
      deaths = 0;
      await process?.end();
    },
    async dispose() {
      disposed = true;
      const process = running;
      running = undefined;
      await process?.end();
    },
  };
}
