/**
 * Finds the sources of the packages of a monorepo that TypeScript can't find: not installed, or not built yet.
 *
 * `import { prisma } from '@acme/database'` leads to `packages/database/dist/index.d.ts`, which a fresh checkout
 * does not have; `packages/database/src/index.ts` is what it is made of.
 */
import fs from 'node:fs';
import path from 'node:path';

type Json = Record<string, unknown>;

export interface WorkspacePackages {
  /** The source file that `specifier`, imported by `file`, is made of; `undefined` when no package of the monorepo has that name. */
  sourceOf(file: string, specifier: string): string | undefined;
}

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '/index.ts', '/index.tsx', '.js', '/index.js'];
const BUILT = /(^|\/)(dist|build|lib|out)\//;

/** Reads package.json files as they are needed and keeps what it found. */
export function createWorkspacePackages(): WorkspacePackages {
  const roots = new Map<string, string | undefined>();
  const packages = new Map<string, ReadonlyMap<string, string>>();
  /** By folder of a package and path in it. */
  const sources = new Map<string, string | undefined>();

  function rootOf(folder: string): string | undefined {
    if (roots.has(folder)) return roots.get(folder);
    const parent = path.dirname(folder);
    const found = patternsOf(folder).length > 0 ? folder : parent === folder ? undefined : rootOf(parent);
    roots.set(folder, found);
    return found;
  }

  return {
    sourceOf(file, specifier) {
      if (specifier.startsWith('.') || path.isAbsolute(specifier)) return undefined;
      const root = rootOf(path.dirname(file));
      if (root === undefined) return undefined;
      let known = packages.get(root);
      if (!known) packages.set(root, (known = packagesOf(root)));
      const name = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
      const folder = known.get(name);
      if (folder === undefined) return undefined;
      const subpath = specifier.slice(name.length + 1);
      const key = `${folder}\0${subpath}`;
      if (!sources.has(key)) sources.set(key, sourceIn(folder, subpath));
      return sources.get(key);
    },
  };
}

/** The folders that a monorepo's root lists: `workspaces` of package.json, `packages` of pnpm-workspace.yaml. */
function patternsOf(folder: string): readonly string[] {
  const manifest = readJson(path.join(folder, 'package.json'));
  const workspaces = manifest?.['workspaces'];
  const listed = isObject(workspaces) ? workspaces['packages'] : workspaces;
  if (Array.isArray(listed)) return listed.filter((pattern) => typeof pattern === 'string');
  const yaml = read(path.join(folder, 'pnpm-workspace.yaml'));
  return yaml === undefined
    ? []
    : [...yaml.matchAll(/^\s*-\s*["']?([^"'#\n]+?)["']?\s*$/gm)].map((match) => match[1] ?? '');
}

function packagesOf(root: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const pattern of patternsOf(root)) {
    for (const folder of foldersAt(
      root,
      pattern.split('/').filter((part) => part !== '' && part !== '.'),
    )) {
      const name = readJson(path.join(folder, 'package.json'))?.['name'];
      if (typeof name === 'string') found.set(name, folder);
    }
  }
  return found;
}

function foldersAt(folder: string, [part, ...rest]: readonly string[]): readonly string[] {
  if (part === undefined) return [folder];
  if (part.startsWith('!')) return [];
  if (!part.includes('*')) return foldersAt(path.join(folder, part), rest);
  const inside = entriesOf(folder)
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .map((entry) => path.join(folder, entry.name));
  if (part !== '**') return inside.flatMap((name) => foldersAt(name, rest));
  // Any number of folders, none too; those inside a package are its own sources.
  const isPackage = (name: string): boolean => isFile(path.join(name, 'package.json'));
  return [
    ...foldersAt(folder, rest),
    ...inside.flatMap((name) => foldersAt(name, isPackage(name) ? rest : [part, ...rest])),
  ];
}

function entriesOf(folder: string): readonly fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function sourceIn(folder: string, subpath: string): string | undefined {
  const manifest = readJson(path.join(folder, 'package.json'));
  const targets = [
    ...exportTargets(manifest?.['exports'], subpath === '' ? '.' : `./${subpath}`),
    ...(subpath === '' ? [manifest?.['source'], manifest?.['types'], manifest?.['main']] : []),
  ].filter((target) => typeof target === 'string');
  const bare = targets.map((target) => target.replace(/(\.d)?\.[cm]?[jt]sx?$/, ''));
  const unbuilt = bare.flatMap((target) => [target, target.replace(BUILT, '$1src/'), target.replace(BUILT, '$1')]);
  const usual = subpath === '' ? ['src/index', 'index'] : [`src/${subpath}`, subpath];
  for (const candidate of [...unbuilt, ...usual]) {
    for (const extension of EXTENSIONS) {
      const file = path.join(folder, candidate + extension);
      if (isFile(file)) return file.replaceAll('\\', '/');
    }
  }
  return undefined;
}

/** Every file that an entry of `exports` names, whatever the condition. */
function exportTargets(exports: unknown, key: string): readonly unknown[] {
  if (typeof exports === 'string') return key === '.' ? [exports] : [];
  if (!isObject(exports)) return [];
  const flatten = (value: unknown): readonly unknown[] =>
    isObject(value) ? Object.values(value).flatMap(flatten) : [value];
  if (!Object.keys(exports).some((name) => name.startsWith('.'))) return key === '.' ? flatten(exports) : [];
  if (key in exports) return flatten(exports[key]);
  for (const [pattern, value] of Object.entries(exports)) {
    const [before = '', after] = pattern.split('*');
    if (after === undefined || !key.startsWith(before) || !key.endsWith(after)) continue;
    const matched = key.slice(before.length, key.length - after.length);
    return flatten(value).map((target) => (typeof target === 'string' ? target.replaceAll('*', matched) : target));
  }
  return [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFile(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function readJson(file: string): Json | undefined {
  const text = read(file);
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
