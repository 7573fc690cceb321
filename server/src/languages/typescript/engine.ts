/** TypeScript and JavaScript files in, `FileFacts` out. */
import path from 'node:path';
import type { Project, Snapshot } from 'typescript/unstable/async';
import type { Node } from 'typescript/unstable/ast';
import type { FileFacts } from '../../analysis/model.ts';
import type { CatalogSet } from '../../catalogs/catalogSet.ts';
import { collect } from './collect.ts';
import { noQuestions, type Evaluation } from './evaluation.ts';
import { createFacts } from './facts.ts';
import { pathInProject } from './projectPath.ts';
import { createModuleCache } from './moduleCache.ts';
import { MissingFile, MissingResolutions, createModule, type Module } from './modules.ts';
import { companionsOf, environmentOf } from './companions.ts';
import { createInstalledVersions } from './installedVersions.ts';
import { findOwners, type Supplier } from './owners.ts';
import { StaleSnapshot, createSession } from './session.ts';
import { createSpecifiers } from './specifiers.ts';
import { createTypeCosts, type FileCost } from './typeCosts.ts';
import { ProcessDied } from './ending.ts';
import type { Changes } from './typescriptProcess.ts';
import { createWorkspacePackages } from './workspacePackages.ts';
import { valueOfType, type TypeContext } from './typeValues.ts';
import { NONE, type Value } from './values.ts';

export interface EngineOptions {
  /** The catalogs in force for a file; the same object while nothing changes. */
  readonly catalogs: (file: string) => CatalogSet;
  readonly cwd: string;
  readonly editorText?: (file: string) => string | undefined;
  /** Whether calls of functions that send queries are wanted for their number alone. */
  readonly countsHelpers?: () => boolean;
  readonly log: (message: string) => void;
  /** `false`: names alone tell the calls, and the type checker is not asked. Default: it is. */
  readonly types?: boolean;
}

/** How many calls were given their owner by names alone, and how many by the type checker. */
export interface EngineCounts {
  readonly byName: number;
  readonly byType: number;
}

export interface TypeScriptEngine {
  change(changes: Changes): void;
  /** Other catalogs are in force: what names mean is found anew. */
  catalogsChanged(): void;
  /**
   * The facts of a file; `undefined` when no project can read it.
   * `tsconfig` names the project to read it in; without it TypeScript looks for one.
   * Rejects with the signal's reason when aborted, and with a clear message when the process can't be kept alive.
   */
  facts(file: string, tsconfig?: string, signal?: AbortSignal): Promise<FileFacts | undefined>;
  /** Starts the process for these projects, of which it loads those `ahead` at once. */
  start(tsconfigs: readonly string[], ahead: readonly string[]): void;
  /** Loads these projects with the next question, all at once. */
  openProjects(tsconfigs: readonly string[]): void;
  /** The files that each tsconfig lists; none are known when the process dies over it. */
  listedFiles(tsconfigs: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Opens those of the files that no open project has, all at once: one by one each would cost a snapshot. */
  openStrays(files: readonly string[]): Promise<void>;
  /** The source files of a project, those it refers to included. Rejects when the tsconfig can't be read. */
  projectFiles(tsconfig: string): Promise<readonly string[]>;
  readonly counts: EngineCounts;
  /** What the last analysis of a file cost, the loading of its project apart. */
  costOf(file: string): FileCost | undefined;
  /** Of the TypeScript process, while there is one. */
  processId(): number | undefined;
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

export function createTypeScriptEngine(options: EngineOptions): TypeScriptEngine {
  const session = createSession(options);
  /** By catalogs, project and file. */
  const modules = createModuleCache();
  const specifiers = createSpecifiers();
  /** The id of the project that a file of another package of the monorepo was read in. */
  const homes = new WeakMap<Module, string>();
  const packages = createWorkspacePackages();
  const installed = createInstalledVersions();
  /** Sources of packages that TypeScript did not find itself, and which of them it has been asked to open. */
  const sources = new Set<string>();
  const opened = new Set<string>();
  /** The tsconfigs that have been opened with `openProjects`; the session keeps them open, whatever happens. */
  const projects = new Set<string>();
  const asked = { byName: 0, byType: 0 };
  const costs = createTypeCosts();
  let recatalogued = false;
  const setIds = new WeakMap<CatalogSet, number>();
  let lastSetId = 0;

  /** What a module's names mean depends on the catalogs it is read with. */
  function keyOf(catalogs: CatalogSet, project: Project, file: string): string {
    const id = setIds.get(catalogs) ?? ++lastSetId;
    setIds.set(catalogs, id);
    return `${id}\0${project.id}\0${file}`;
  }

  session.onUpdate((changes, restarted) => {
    const structural = changes.created.length > 0 || changes.deleted.length > 0 || changes.openProjects.length > 0;
    if (restarted || structural || recatalogued) modules.clear();
    recatalogued = false;
    if ([...changes.created, ...changes.changed, ...changes.deleted].some(tellsVersions)) installed.clear();
    modules.update(new Set([...changes.changed, ...changes.openFiles, ...changes.closeFiles]));
    specifiers.clear();
  });

  async function factsIn(
    snapshot: Snapshot,
    check: () => void,
    file: string,
    tsconfig: string | undefined,
  ): Promise<FileFacts | undefined> {
    const whole = options.catalogs(file);
    const catalogs = whole.at(installed.at(path.dirname(file), whole));
    for await (const project of projectsOf(snapshot, file, tsconfig)) {
      const module = await fetchModule(catalogs, project, file);
      check();
      if (module) return analyseModule(catalogs, snapshot, project, module, check);
    }
    return undefined;
  }

  /** What a run over many files has read would fill the memory. */
  function forgetSome(): void {
    if (modules.trim()) session.clearParsedFiles();
  }

  async function fetchModule(catalogs: CatalogSet, project: Project, file: string): Promise<Module | undefined> {
    const key = keyOf(catalogs, project, file);
    const known = modules.get(key);
    if (known || modules.has(key)) return known;
    const source = await project.program.getSourceFile(file);
    const module = source && createModule(file, source);
    modules.set(key, module);
    return module;
  }

  /** Like `fetchModule`, also for a source of another package, which may be in another project or in none yet. */
  async function fetchAnywhere(
    catalogs: CatalogSet,
    snapshot: Snapshot,
    project: Project,
    file: string,
  ): Promise<Module | undefined> {
    const own = await fetchModule(catalogs, project, file);
    if (own || !sources.has(file)) return own;
    for (const other of snapshot.getProjects()) {
      const module = other === project ? undefined : await fetchModule(catalogs, other, file);
      if (!module) continue;
      homes.set(module, other.id);
      modules.set(keyOf(catalogs, project, file), module);
      return module;
    }
    if (!opened.has(file)) {
      opened.add(file);
      session.change({ openFiles: [file] });
    }
    return undefined;
  }

  async function analyseModule(
    catalogs: CatalogSet,
    snapshot: Snapshot,
    project: Project,
    module: Module,
    check: () => void,
  ): Promise<FileFacts> {
    const collected = collect(module.source);
    const typed = new Map<Node, Value>();
    const ctx: Evaluation = {
      catalogs,
      module(file) {
        const key = keyOf(catalogs, project, file);
        const known = modules.get(key);
        if (!known && !modules.has(key)) throw new MissingFile(file);
        return known;
      },
      resolve(from, specifier) {
        if (!from.resolved) throw new MissingResolutions(from);
        const resolved = from.resolved.get(specifier);
        const found = resolved ?? packages.sourceOf(from.file, specifier);
        if (found !== undefined && (resolved === undefined || homes.has(from))) sources.add(found);
        return found;
      },
      typed: (node) => typed.get(node),
      questions: noQuestions(),
    };
    const homeOf = async (from: Module): Promise<Project> => {
      const id = homes.get(from);
      if (id === undefined) return project;
      const open = snapshot.getProjects();
      // That project may have been closed meanwhile, or have let go of the file; another may have it too.
      for (const other of [...open.filter((candidate) => candidate.id === id), project, ...open]) {
        if (!(await other.program.getSourceFile(from.file))) continue;
        homes.set(from, other.id);
        return other;
      }
      return project;
    };
    const supplier: Supplier = {
      async supply(files, unresolved) {
        await Promise.all([
          ...[...files].map((file) => fetchAnywhere(catalogs, snapshot, project, file)),
          ...[...unresolved].map(async (from) => specifiers.resolve(catalogs, await homeOf(from), from)),
        ]);
        check();
      },
      types: (_, nodes) =>
        options.types === false
          ? Promise.resolve(nodes.map(() => NONE))
          : costs.ask(module.file, nodes, (some) =>
              typesOf({ catalogs, project, fetchModule: (file) => fetchModule(catalogs, project, file) }, some),
            ),
      check,
    };
    const counts = options.countsHelpers?.() === true;
    const found = await findOwners(ctx, module, collected.candidates, typed, supplier, counts);
    const { owned, counted, byName, byType } = found;
    asked.byName += byName;
    asked.byType += byType;
    const at = pathInProject(project.configFileName, module.file);
    const rewriting = {
      companions: () => companionsOf(installed, module.file),
      environment: () => environmentOf(installed, project, module.file),
    };
    return createFacts({ module, collected, owned, counted, catalogs, path: at, complete: true, ...rewriting });
  }

  function openProjects(tsconfigs: readonly string[]): void {
    const fresh = tsconfigs.filter((tsconfig) => !projects.has(tsconfig));
    for (const tsconfig of fresh) projects.add(tsconfig);
    if (fresh.length > 0) session.change({ openProjects: fresh });
  }

  return {
    change: (changes) => session.change(changes),
    catalogsChanged() {
      recatalogued = true;
      session.change({});
    },
    async facts(file, tsconfig, signal) {
      let asked = false;
      for (;;) {
        signal?.throwIfAborted();
        try {
          const found = await session.read((snapshot, _, check) => {
            const checkAll = (): void => {
              signal?.throwIfAborted();
              check();
            };
            return costs.during(file, () => factsIn(snapshot, checkAll, file, tsconfig));
          });
          forgetSome();
          if (found || asked) return found;
          // No open project has it: TypeScript looks for one, or makes one up.
          asked = true;
          session.change({ openFiles: [file] });
        } catch (error) {
          if (!(error instanceof StaleSnapshot) && !(error instanceof ProcessDied)) throw error;
        }
      }
    },
    start(tsconfigs, ahead) {
      // The next question meets the same failure, and tells it.
      const load = async (): Promise<void> => {
        await session.start(tsconfigs);
        openProjects(ahead);
        await session.read(() => Promise.resolve());
      };
      load().catch(() => undefined);
    },
    openProjects,
    async listedFiles(tsconfigs) {
      if (tsconfigs.length === 0) return new Map();
      try {
        return await session.listedFiles(tsconfigs);
      } catch (error) {
        if (!(error instanceof ProcessDied)) throw error;
        // The next question starts it again, and tells.
        return new Map();
      }
    },
    async openStrays(files) {
      const names = await session.read((snapshot) =>
        Promise.all(snapshot.getProjects().map((project) => project.program.getSourceFileNames())),
      );
      const known = new Set(names.flat());
      const strays = files.filter((file) => !known.has(file));
      if (strays.length > 0) session.change({ openFiles: strays });
    },
    async projectFiles(tsconfig) {
      session.change({ openProjects: [tsconfig] });
      return session.read((snapshot) => {
        const project = snapshot.getProject(tsconfig);
        if (!project) return Promise.reject(new Error(`${tsconfig} can't be read as a tsconfig.`));
        return Promise.resolve(project.rootFiles);
      });
    },
    counts: asked,
    costOf: (file) => costs.of(file),
    processId: () => session.processId(),
    restart: () => session.restart(),
    dispose: () => session.dispose(),
  };
}

/** Installing packages writes such files. */
function tellsVersions(file: string): boolean {
  return /(?:^|\/)(?:package\.json|package-lock\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?)$/.test(file);
}

/** The projects that may have the file: the one that is named, those that list it, TypeScript's choice. */
async function* projectsOf(snapshot: Snapshot, file: string, tsconfig: string | undefined): AsyncGenerator<Project> {
  const named = tsconfig === undefined ? undefined : snapshot.getProject(tsconfig);
  // One that lists no file only refers to others.
  if (named && named.rootFiles.length > 0) yield named;
  if (tsconfig !== undefined)
    for (const project of snapshot.getProjects()) if (project !== named && rootsOf(project).has(file)) yield project;
  const chosen = await snapshot.getDefaultProjectForFile(file);
  if (chosen) yield chosen;
}

const roots = new WeakMap<Project, ReadonlySet<string>>();

function rootsOf(project: Project): ReadonlySet<string> {
  const known = roots.get(project) ?? new Set(project.rootFiles);
  roots.set(project, known);
  return known;
}

async function typesOf(ctx: TypeContext, nodes: readonly Node[]): Promise<readonly Value[]> {
  const types = await ctx.project.checker.getTypeAtLocation(nodes);
  return Promise.all(types.map(async (type) => (type ? valueOfType(ctx, type) : NONE)));
}
