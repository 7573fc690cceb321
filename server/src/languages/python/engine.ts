/** Python files in, `FileFacts` out. No interpreter is asked, and none of the user's code is run. */
import fs from 'node:fs';
import type { FileFacts } from '../../analysis/model.ts';
import type { CatalogSet } from '../../catalogs/catalogSet.ts';
import type { LanguageEngine } from '../language.ts';
import { collect } from './collect.ts';
import type { Evaluation } from './evaluation.ts';
import { createFacts } from './facts.ts';
import { createDjangoFinder, pathInProject, projectOf, pythonFiles } from './files.ts';
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
}

/** Nothing is loaded before a file is asked about that may concern a catalogued library. */
export function createPythonEngine(options: PythonOptions): LanguageEngine {
  const textOf = options.editorText ?? ((): undefined => undefined);
  const finder = createDjangoFinder(options.cwd);
  /** By the folder that imports start from. */
  const started = new Map<string, Started>();
  let catalogsInUse: CatalogSet | undefined;

  async function start(root: string): Promise<Started> {
    const parser = await pythonParser();
    const known = started.get(root);
    if (known) return known;
    const isOpen = (file: string): boolean => textOf(file) !== undefined;
    const modules = createModules({ cwd: root, parser, text: textOf, isOpen });
    const index = createModelIndex({ modules, files: () => pythonFiles(root), text: textOf });
    const made = { modules, index, returns: new Map() };
    started.set(root, made);
    return made;
  }

  function forgetMeanings(): void {
    for (const { modules, returns } of started.values()) {
      modules.forgetMeanings();
      returns.clear();
    }
  }

  return {
    change({ created = [], changed = [], deleted = [] }) {
      if ([...created, ...changed, ...deleted].some((file) => !file.endsWith('.py'))) finder.clear();
      for (const { modules, index } of started.values()) {
        for (const file of [...created, ...deleted]) modules.change(file, true);
        for (const file of changed) modules.change(file, false);
        for (const file of [...created, ...changed, ...deleted]) if (file.endsWith('.py')) index.change(file);
      }
      forgetMeanings();
    },
    catalogsChanged: forgetMeanings,
    async facts(file, _project, signal) {
      signal?.throwIfAborted();
      const text = textOf(file) ?? readText(file);
      if (text === undefined) return undefined;
      if (!/\bdjango\b/.test(text) && !finder.find(file)) return emptyFacts(file, text);
      const root = file.startsWith(`${options.cwd}/`) ? options.cwd : projectOf(file);
      const { modules, index, returns } = await start(root);
      signal?.throwIfAborted();
      const catalogs = options.catalogs(file);
      if (catalogsInUse && catalogsInUse !== catalogs) forgetMeanings();
      catalogsInUse = catalogs;
      const module = modules.get(file);
      if (!module) return undefined;
      const ctx: Evaluation = { catalogs, modules, index, returns, active: new Set(), depth: 0 };
      const collected = collect(ctx, module);
      const facts = createFacts({ ctx, module, collected, versions: {}, path: pathInProject(file) });
      modules.trim();
      return facts;
    },
    restart: () => Promise.resolve(),
    dispose: () => Promise.resolve(),
  };
}

function emptyFacts(file: string, text: string): FileFacts {
  const none = { calls: [], functions: [], variables: [], imports: [], versions: {} };
  return { ...none, language: 'python', file, text, path: pathInProject(file), complete: true };
}

function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
