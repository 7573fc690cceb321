/** Python files in, `FileFacts` out. No interpreter is asked, and none of the user's code is run. */
import fs from 'node:fs';
import path from 'node:path';
import type { FileFacts } from '../../analysis/model.ts';
import type { CatalogSet, Versions } from '../../catalogs/catalogSet.ts';
import type { LanguageEngine } from '../language.ts';
import { collect } from './collect.ts';
import type { Evaluation } from './evaluation.ts';
import { companionsOf } from './companions.ts';
import { createFacts } from './facts.ts';
import { createDjangoFinder, pathInProject, projectOf, pythonFiles } from './files.ts';
import { createPythonPackages } from './installedVersions.ts';
import { createModelIndex, type ModelIndex } from './modelIndex.ts';
import { createModules, type Modules } from './modules.ts';
import { pythonParser } from './parser.ts';

export interface PythonOptions {
  /** The catalogs in force for a file; the same object while nothing changes. */
  readonly catalogs: (file: string) => CatalogSet;
  readonly cwd: string;
  readonly editorText?: (file: string) => string | undefined;
}

/** What is there once the parser has been started. */
interface Started {
  readonly modules: Modules;
  readonly index: ModelIndex;
  readonly returns: Evaluation['returns'];
  /** Of the versions that are worked with there; what names mean follows from them. */
  catalogs: CatalogSet;
}

/** Nothing is loaded before a file is asked about that may concern a catalogued library. */
export function createPythonEngine(options: PythonOptions): LanguageEngine {
  const textOf = options.editorText ?? ((): undefined => undefined);
  const finder = createDjangoFinder(options.cwd);
  const packages = createPythonPackages();
  /** By the folder that imports start from, and the versions that are worked with. */
  const started = new Map<string, Started>();

  async function start(root: string, catalogs: CatalogSet): Promise<Started> {
    const parser = await pythonParser();
    const key = JSON.stringify([root, catalogs.versions]);
    const known = started.get(key);
    if (known) {
      if (known.catalogs !== catalogs) forgetMeanings(known);
      known.catalogs = catalogs;
      return known;
    }
    const isOpen = (file: string): boolean => textOf(file) !== undefined;
    const modules = createModules({ cwd: root, parser, text: textOf, isOpen });
    const index = createModelIndex({ modules, files: () => pythonFiles(root), text: textOf });
    const made = { modules, index, returns: new Map(), catalogs };
    started.set(key, made);
    return made;
  }

  const forgetAllMeanings = (): void => [...started.values()].forEach(forgetMeanings);

  return {
    change({ created = [], changed = [], deleted = [], openFiles = [] }) {
      const isManifest = [...created, ...changed, ...deleted].some((file) => !file.endsWith('.py'));
      if (isManifest) finder.clear();
      // Nobody tells of what is installed in an environment meanwhile.
      if (isManifest || openFiles.length > 0) packages.clear();
      for (const { modules, index } of started.values()) {
        for (const file of [...created, ...deleted]) modules.change(file, true);
        for (const file of changed) modules.change(file, false);
        for (const file of [...created, ...changed, ...deleted]) if (file.endsWith('.py')) index.change(file);
      }
      forgetAllMeanings();
    },
    catalogsChanged: forgetAllMeanings,
    async facts(file, _project, signal) {
      signal?.throwIfAborted();
      const text = textOf(file) ?? readText(file);
      if (text === undefined) return undefined;
      if (!/\bdjango\b/.test(text) && !finder.find(file)) return emptyFacts(file, text);
      const root = file.startsWith(`${options.cwd}/`) ? options.cwd : projectOf(file);
      const all = options.catalogs(file);
      const catalogs = all.at(packages.versions(path.posix.dirname(file), all));
      const { modules, index, returns } = await start(root, catalogs);
      signal?.throwIfAborted();
      const module = modules.get(file);
      if (!module) return undefined;
      const ctx: Evaluation = { catalogs, modules, index, returns, active: new Set(), depth: 0 };
      const collected = collect(ctx, module);
      const companions = (): Versions => companionsOf(packages, file);
      const where = pathInProject(file);
      const facts = createFacts({ ctx, module, collected, versions: catalogs.versions, path: where, companions });
      modules.trim();
      return facts;
    },
    restart: () => Promise.resolve(),
    dispose: () => Promise.resolve(),
  };
}

function forgetMeanings({ modules, returns }: Started): void {
  modules.forgetMeanings();
  returns.clear();
}

function emptyFacts(file: string, text: string): FileFacts {
  const imports = Array.from(text.matchAll(/^[ \t]*(?:from|import)[ \t]+([\w.]+)/gm), ([, name = '']) => name);
  const none = { calls: [], functions: [], variables: [], versions: {} };
  return { ...none, imports, language: 'python', file, text, path: pathInProject(file), complete: true };
}

function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
