/** The facade that editors and the command line share: files in, analyses out. */
import path from 'node:path';
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { analyze } from '../analysis/analyze.ts';
import type { FileAnalysis } from '../analysis/judgement.ts';
import type { FileFacts } from '../analysis/model.ts';
import { tsconfigProblem, type TsconfigProblem } from '../languages/typescript/tsconfigChain.ts';
import type { LanguageEngine } from '../languages/language.ts';
import { createPythonEngine } from '../languages/python/engine.ts';
import { createTypeScriptEngine } from '../languages/typescript/engine.ts';
import type { FileCost } from '../languages/typescript/typeCosts.ts';
import { TYPESCRIPT_VERSION } from '../languages/typescript/binary.ts';
import { inRange } from '../languages/typescript/installedVersions.ts';
import { createTsconfigFinder, withReferences, type FileInProject } from './discover.ts';
import { neededProjects } from './neededProjects.ts';
import { isAnalysable, isPython, isSourceFile } from './sourceFiles.ts';

export interface WorkspaceOptions {
  /** The catalogs, where they depend on the file those in force for it. */
  readonly catalogs: CatalogSet | ((file: string) => CatalogSet);
  /** The folder relative paths are resolved against. */
  readonly cwd: string;
  /** `false`: files are read from the disk alone, which is faster. Default: an editor may have newer texts. */
  readonly editor?: boolean;
  /** `false`: labels from names alone, without the type checker. Default: both. */
  readonly types?: boolean;
  /** Whether calls of functions that send queries are wanted for their number alone. Default: they are not. */
  readonly countsHelpers?: () => boolean;
  /** One line about something worth knowing: a restart, a rewritten tsconfig. */
  readonly log?: (message: string) => void;
}

/** A version of a library that some file works with. */
export interface LibraryVersion {
  readonly library: string;
  readonly version: string;
  /** What the catalog was made for, when the version is none of it: it is labelled like the nearest that is. */
  readonly outside?: string;
}

/** What happened to files on disk; paths are absolute. */
export interface FileChanges {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly deleted: readonly string[];
}

/**
 * All methods may be called at any time and in any order. `analyze` rejects with the signal's reason
 * when it is aborted, and resolves to `undefined` for a file that can't be analysed (binary, too large, gone).
 */
export interface Workspace {
  /** The editor's text of a file takes precedence over the disk until it is closed. */
  open(file: string, text: string): void;
  update(file: string, text: string): void;
  close(file: string): void;
  changed(changes: FileChanges): void;
  /** Other catalogs are in force than before. */
  catalogsChanged(): void;
  /** `tsconfig`: the project to read the file in, when that is known. */
  analyze(file: string, signal?: AbortSignal, tsconfig?: string): Promise<FileAnalysis | undefined>;
  /**
   * Starts the TypeScript process for files of which some are going to be opened, and has it load what `first` needs,
   * which will be one of them. What goes wrong is told by `openAll`.
   */
  start(files: readonly FileInProject[], first: FileInProject): void;
  /** Loads what the files need, all at once: for runs over many files. Gives what is wrong with their tsconfigs. */
  openAll(files: readonly FileInProject[]): Promise<readonly TsconfigProblem[]>;
  /** The source files of a project. Rejects with a clear message when its tsconfig can't be read. */
  projectFiles(tsconfig: string): Promise<readonly string[]>;
  /** The tsconfig or jsconfig nearest to a file. */
  tsconfigOf(file: string): string | undefined;
  /** What is wrong with the tsconfig nearest to a file, in a sentence; `undefined`: nothing, or there is none. */
  tsconfigProblem(file: string): string | undefined;
  /** Ends the TypeScript process; the next question starts a new one. */
  restart(): Promise<void>;
  /** What the last analysis of a file cost, the loading of its project apart. */
  costOf(file: string): FileCost | undefined;
  /** The TypeScript that answers, with the id of its process while there is one. */
  typescript(): { readonly version: string; readonly processId?: number };
  /** Libraries (catalog ids) seen in the files analysed so far. */
  usedLibraries(): readonly string[];
  /** The versions of them that the files work with, where they are known; by library and version. */
  usedVersions(): readonly LibraryVersion[];
  dispose(): Promise<void>;
}

/** Creates a workspace; nothing is started before the first file is analysed. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const texts = new Map<string, string>();
  const used = new Set<string>();
  const versions = new Map<string, LibraryVersion>();
  const { catalogs } = options;
  const catalogsOf = typeof catalogs === 'function' ? catalogs : (): CatalogSet => catalogs;
  const engine = createTypeScriptEngine({
    catalogs: catalogsOf,
    cwd: options.cwd,
    ...(options.editor !== false && { editorText: (file: string) => texts.get(file) }),
    ...(options.types !== undefined && { types: options.types }),
    ...(options.countsHelpers && { countsHelpers: options.countsHelpers }),
    log: options.log ?? (() => undefined),
  });
  const python = createPythonEngine({
    catalogs: catalogsOf,
    cwd: options.cwd,
    ...(options.editor !== false && { editorText: (file: string) => texts.get(file) }),
  });
  const engineOf = (file: string): LanguageEngine => (isPython(file) ? python : engine);

  /** By tsconfig, as it was when it was first asked for: a run over many files asks twice. */
  const arounds = new Map<string, { readonly projects: readonly string[]; readonly problems: TsconfigProblem[] }>();

  function aroundOf(tsconfig: string): { readonly projects: readonly string[]; readonly problems: TsconfigProblem[] } {
    let around = arounds.get(tsconfig);
    if (!around) {
      const problems: TsconfigProblem[] = [];
      around = { projects: withReferences([tsconfig], (problem) => void problems.push(problem)), problems };
      arounds.set(tsconfig, around);
    }
    return around;
  }

  return {
    open(file, text) {
      texts.set(file, text);
      engineOf(file).change({ openFiles: [file], changed: [file] });
    },
    update(file, text) {
      texts.set(file, text);
      engineOf(file).change({ changed: [file] });
    },
    close(file) {
      texts.delete(file);
      engineOf(file).change({ closeFiles: [file], changed: [file] });
    },
    changed(changes) {
      arounds.clear();
      // What an editor holds is newer than the disk.
      for (const own of [engine, python]) {
        const concerns = (file: string): boolean => engineOf(file) === own || !isSourceFile(file);
        own.change({
          created: changes.created.filter(concerns),
          changed: changes.changed.filter((file) => concerns(file) && !texts.has(file)),
          deleted: changes.deleted.filter(concerns),
        });
      }
    },
    catalogsChanged() {
      engine.catalogsChanged();
      python.catalogsChanged();
    },
    async analyze(file, signal, tsconfig) {
      if (!isAnalysable(file, texts.get(file))) return undefined;
      const facts = await engineOf(file).facts(file, tsconfig, signal);
      if (!facts) return undefined;
      const set = catalogsOf(file);
      for (const { owner } of facts.calls) used.add(owner.library);
      for (const found of versionsIn(facts, set)) versions.set(`${found.library} ${found.version}`, found);
      return analyze(facts, set.at(facts.versions));
    },
    start(files, { file, tsconfig }) {
      // Python is read without TypeScript; where there is both, `openAll` starts it.
      if (isPython(file)) return;
      const ahead = tsconfig !== undefined && aroundOf(tsconfig).projects.length === 1 ? [tsconfig] : [];
      const own = new Set(files.flatMap((file) => file.tsconfig ?? []));
      engine.start([...new Set([...own].flatMap((each) => aroundOf(each).projects))], ahead);
    },
    async openAll(all) {
      const files = all.filter(({ file }) => !isPython(file));
      if (files.length === 0) return [];
      const own = new Set(files.flatMap(({ tsconfig }) => tsconfig ?? []));
      const problems = new Map<string, TsconfigProblem>();
      for (const tsconfig of own) for (const found of aroundOf(tsconfig).problems) problems.set(found.message, found);
      // What a tsconfig lists matters only beside others that may list the same.
      const rivals = [...own].map((tsconfig) => aroundOf(tsconfig).projects).filter(({ length }) => length > 1);
      const listed = await engine.listedFiles([...new Set(rivals.flat())]);
      engine.openProjects(neededProjects(files, (tsconfig) => aroundOf(tsconfig).projects, listed));
      await engine.openStrays(files.map(({ file }) => file));
      return [...problems.values()];
    },
    projectFiles: (tsconfig) => engine.projectFiles(tsconfig),
    tsconfigOf,
    tsconfigProblem(file) {
      const tsconfig = tsconfigOf(file);
      return tsconfig === undefined ? undefined : tsconfigProblem(tsconfig)?.message;
    },
    costOf: (file) => engine.costOf(file),
    typescript() {
      const processId = engine.processId();
      return { version: TYPESCRIPT_VERSION, ...(processId !== undefined && { processId }) };
    },
    usedLibraries: () => [...used].sort(),
    usedVersions: () => [...versions.entries()].sort(([a], [b]) => a.localeCompare(b, 'en')).map(([, found]) => found),
    restart: () => engine.restart(),
    async dispose() {
      await Promise.all([engine.dispose(), python.dispose()]);
    },
  };
}

function tsconfigOf(file: string): string | undefined {
  return createTsconfigFinder()(path.posix.dirname(file));
}

/** The versions of the libraries whose calls a file holds. */
function versionsIn({ calls, versions }: FileFacts, { catalogs }: CatalogSet): readonly LibraryVersion[] {
  const libraries = new Set(calls.map(({ owner }) => owner.library));
  return [...libraries].flatMap((library): LibraryVersion[] => {
    const version = versions[library];
    const ranges = catalogs.find((catalog) => catalog.library === library)?.packages.map((range) => range.versions);
    if (version === undefined || ranges === undefined) return [];
    const isKnown = ranges.some((range) => inRange(version, range));
    return [{ library, version, ...(!isKnown && { outside: [...new Set(ranges)].join(' or ') }) }];
  });
}
