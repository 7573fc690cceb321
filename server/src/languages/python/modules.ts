/** The Python files of a workspace: read once, and found by the dotted names that import them. */
import fs from 'node:fs';
import path from 'node:path';
import type { PythonParser } from './parser.ts';
import { scopeOf, type Scope } from './scope.ts';
import type { PyNode, PyTree } from './tree.ts';
import type { Value } from './values.ts';

export interface PyModule {
  readonly file: string;
  readonly text: string;
  readonly tree: PyTree;
  /** What names and expressions mean; emptied whenever any file has changed. */
  readonly memo: Map<PyNode, Value>;
  readonly scopes: Map<PyNode, Scope>;
}

export interface Modules {
  /** `undefined` for a file that can't be read. */
  get(file: string): PyModule | undefined;
  /** The file (of a package, its `__init__.py`) that a dotted name means in a file; `undefined`: none of the workspace. */
  resolve(from: string, dotted: string): string | undefined;
  /** A file has another text, is new or is gone. */
  change(file: string, structural: boolean): void;
  /** Gives memory back after a run over many files. */
  trim(): void;
  forgetMeanings(): void;
  isFile(file: string): boolean;
}

export interface ModulesOptions {
  readonly cwd: string;
  readonly parser: PythonParser;
  readonly text: (file: string) => string | undefined;
  /** The editor shows it: its tree is worth keeping. */
  readonly isOpen: (file: string) => boolean;
}

/** UTF-16 units of text of which the trees are kept. */
const MOST_TEXT = 24_000_000;
/** Larger files are generated, and nobody imports a query from one. */
const LARGEST = 1_500_000;
/** How many folders above a file that lies outside of the workspace are looked through. */
const MOST_LEVELS = 8;

export function createModules({ cwd, parser, text: textOf, isOpen }: ModulesOptions): Modules {
  const known = new Map<string, PyModule | undefined>();
  const found = new Map<string, string | undefined>();
  const kinds = new Map<string, 'file' | 'folder' | undefined>();
  let size = 0;

  function kindOf(name: string): 'file' | 'folder' | undefined {
    if (kinds.has(name)) return kinds.get(name);
    const stat = fs.statSync(name, { throwIfNoEntry: false });
    const kind = stat?.isFile() ? 'file' : stat?.isDirectory() ? 'folder' : undefined;
    kinds.set(name, kind);
    return kind;
  }

  const isPackage = (folder: string): boolean => kindOf(`${folder}/__init__.py`) === 'file';

  /** `shop.models` in a folder: a module, a package, or a folder without `__init__.py`. */
  function inFolder(folder: string, parts: readonly string[]): string | undefined {
    const base = [folder, ...parts].join('/');
    if (kindOf(folder) !== 'folder') return undefined;
    if (kindOf(`${base}.py`) === 'file') return `${base}.py`;
    return kindOf(base) === 'folder' ? `${base}/__init__.py` : undefined;
  }

  /** The folders that absolute imports of a file start from, nearest first. */
  function rootsOf(file: string): readonly string[] {
    const roots: string[] = [];
    let folder = path.posix.dirname(file);
    for (let level = 0; level < MOST_LEVELS || folder.startsWith(cwd); level++) {
      if (!isPackage(folder)) roots.push(folder, `${folder}/src`);
      const parent = path.posix.dirname(folder);
      if (folder === cwd || parent === folder) break;
      folder = parent;
    }
    return roots;
  }

  function find(from: string, dotted: string): string | undefined {
    const [, dots = '', rest = ''] = /^(\.*)(.*)$/.exec(dotted) ?? [];
    const parts = rest === '' ? [] : rest.split('.');
    if (dots === '') {
      for (const root of rootsOf(from)) {
        const file = inFolder(root, parts);
        if (file !== undefined) return file;
      }
      return undefined;
    }
    let folder = path.posix.dirname(from);
    for (let level = 1; level < dots.length; level++) folder = path.posix.dirname(folder);
    return inFolder(folder, parts);
  }

  function read(file: string): PyModule | undefined {
    const text = textOf(file) ?? readText(file);
    if (text === undefined || text.length > LARGEST) return undefined;
    size += text.length;
    const tree = parser.parse(text, isOpen(file) ? file : undefined);
    return { file, text, tree, memo: new Map(), scopes: new Map() };
  }

  return {
    get(file) {
      if (!known.has(file)) known.set(file, read(file));
      return known.get(file);
    },
    resolve(from, dotted) {
      const key = `${dotted.startsWith('.') ? from : path.posix.dirname(from)}\0${dotted}`;
      if (!found.has(key)) found.set(key, find(from, dotted));
      return found.get(key);
    },
    change(file, structural) {
      size -= known.get(file)?.text.length ?? 0;
      known.delete(file);
      if (!structural) return;
      found.clear();
      kinds.clear();
    },
    trim() {
      if (size < MOST_TEXT) return;
      known.clear();
      size = 0;
    },
    forgetMeanings() {
      for (const module of known.values()) module?.memo.clear();
    },
    isFile: (file) => kindOf(file) === 'file',
  };
}

function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The scope that a node opens, built once. */
export function scopeIn(module: PyModule, node: PyNode): Scope {
  let scope = module.scopes.get(node);
  if (!scope) module.scopes.set(node, (scope = scopeOf(node, module.text)));
  return scope;
}
