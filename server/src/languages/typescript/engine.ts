/** TypeScript and JavaScript files in, `FileFacts` out. */
import path from 'node:path';
import type { Project, Snapshot } from 'typescript/unstable/async';
import type { Node } from 'typescript/unstable/ast';
import type { FileFacts } from '../../analysis/model.ts';
import type { CatalogSet } from '../../catalogs/catalogSet.ts';
import { collect } from './collect.ts';
import type { Evaluation } from './evaluation.ts';
import { createFacts } from './facts.ts';
import { pathInProject } from './projectPath.ts';
import { MissingFile, MissingResolutions, createModule, type Module } from './modules.ts';
import { createInstalledVersions } from './installedVersions.ts';
import { findOwners, type Supplier } from './owners.ts';
import { ProcessDied, StaleSnapshot, createSession, type Changes } from './session.ts';
import { nameOf } from './syntax.ts';
import { createWorkspacePackages } from './workspacePackages.ts';
import { valueOfType, type TypeContext } from './typeValues.ts';
import { NONE, type Value } from './values.ts';

export interface EngineOptions {
  /** The catalogs in force for a file; the same object while nothing changes. */
  readonly catalogs: (file: string) => CatalogSet;
  readonly cwd: string;
  readonly editorText?: (file: string) => string | undefined;
  readonly log: (message: string) => void;
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
  /** Loads these projects with the next question, all at once. */
  openProjects(tsconfigs: readonly string[]): void;
  /** The source files of a project, those it refers to included. Rejects when the tsconfig can't be read. */
  projectFiles(tsconfig: string): Promise<readonly string[]>;
  readonly counts: EngineCounts;
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

/** More parsed files than this are not kept: a tree takes some twenty times the room of its text. */
const MAX_MODULES = 120;

export function createTypeScriptEngine(options: EngineOptions): TypeScriptEngine {
  const session = createSession(options);
  /** By catalogs, project and file. `undefined` stands for a file that can't be had. */
  const modules = new Map<string, Module | undefined>();
  /** The id of the project that a file of another package of the monorepo was read in. */
  const homes = new WeakMap<Module, string>();
  const packages = createWorkspacePackages();
  const installed = createInstalledVersions();
  /** Sources of packages that TypeScript did not find itself, and which of them it has been asked to open. */
  const sources = new Set<string>();
  const opened = new Set<string>();
  const counts = { byName: 0, byType: 0 };
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
    const touched = new Set([...changes.changed, ...changes.openFiles, ...changes.closeFiles]);
    for (const [key, module] of modules) {
      if (!module || touched.has(module.file)) modules.delete(key);
      // A value found in one file may stand on a declaration in a changed one.
      else module.memo = new Map();
    }
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
    if (modules.size <= MAX_MODULES) return;
    modules.clear();
    session.clearParsedFiles();
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
    if (!module.resolved) await resolveSpecifiers(catalogs, project, module);
    check();
    const collected = collect(module.source);
    const typed = new Map<Node, Value>();
    const ctx: Evaluation = {
      catalogs,
      module(file) {
        const key = keyOf(catalogs, project, file);
        if (!modules.has(key)) throw new MissingFile(file);
        return modules.get(key);
      },
      resolve(from, specifier) {
        if (!from.resolved) throw new MissingResolutions(from);
        const resolved = from.resolved.get(specifier);
        const found = resolved ?? packages.sourceOf(from.file, specifier);
        if (found !== undefined && (resolved === undefined || homes.has(from))) sources.add(found);
        return found;
      },
      typed: (node) => typed.get(node),
      active: new Set(),
    };
    const homeOf = (from: Module): Project => {
      const id = homes.get(from);
      return (id === undefined ? undefined : snapshot.getProjects().find((other) => other.id === id)) ?? project;
    };
    const supplier: Supplier = {
      async supply(files, unresolved) {
        await Promise.all([
          ...[...files].map((file) => fetchAnywhere(catalogs, snapshot, project, file)),
          ...[...unresolved].map((from) => resolveSpecifiers(catalogs, homeOf(from), from)),
        ]);
        check();
      },
      types: (_, nodes) =>
        typesOf({ catalogs, project, fetchModule: (file) => fetchModule(catalogs, project, file) }, nodes),
      check,
    };
    const { owned, byName, byType } = await findOwners(ctx, module, collected.candidates, typed, supplier);
    counts.byName += byName;
    counts.byType += byType;
    const at = pathInProject(project.configFileName, module.file);
    return createFacts({ module, collected, owned, catalogs, path: at, complete: true });
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
            return factsIn(snapshot, checkAll, file, tsconfig);
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
    openProjects: (tsconfigs) => session.change({ openProjects: tsconfigs }),
    async projectFiles(tsconfig) {
      session.change({ openProjects: [tsconfig] });
      return session.read((snapshot) => {
        const project = snapshot.getProject(tsconfig);
        if (!project) return Promise.reject(new Error(`${tsconfig} can't be read as a tsconfig.`));
        return Promise.resolve(project.rootFiles);
      });
    },
    counts,
    restart: () => session.restart(),
    dispose: () => session.dispose(),
  };
}

/** Installing packages writes such files. */
function tellsVersions(file: string): boolean {
  return /(?:^|\/)(?:package\.json|package-lock\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?)$/.test(file);
}

/** The projects that may have the file: the one that is named, TypeScript's choice, those that list it. */
async function* projectsOf(snapshot: Snapshot, file: string, tsconfig: string | undefined): AsyncGenerator<Project> {
  const named = tsconfig === undefined ? undefined : snapshot.getProject(tsconfig);
  if (named) yield named;
  if (named)
    for (const project of snapshot.getProjects())
      if (project !== named && project.rootFiles.includes(file)) yield project;
  const chosen = await snapshot.getDefaultProjectForFile(file);
  if (chosen) yield chosen;
}

/** Catalogued modules are known by name; only the others are looked up. */
async function resolveSpecifiers(catalogs: CatalogSet, project: Project, module: Module): Promise<void> {
  const specifiers = module.source.imports.filter((specifier) => {
    const name = nameOf(specifier) ?? '';
    return !name.startsWith('node:') && !catalogs.knowsModule(name);
  });
  const symbols = specifiers.length > 0 ? await project.checker.getSymbolAtLocation(specifiers) : [];
  const resolved = new Map<string, string | undefined>();
  specifiers.forEach((specifier, index) => {
    const name = nameOf(specifier);
    if (name !== undefined) resolved.set(name, symbols[index]?.declarations[0]?.path);
  });
  module.resolved = resolved;
}

async function typesOf(ctx: TypeContext, nodes: readonly Node[]): Promise<readonly Value[]> {
  const types = await ctx.project.checker.getTypeAtLocation(nodes);
  return Promise.all(types.map(async (type) => (type ? valueOfType(ctx, type) : NONE)));
}
