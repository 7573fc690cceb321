/**
 * Where a module specifier may lead: every file that TypeScript could take, not the one that it does.
 *
 * What is there decides alone, so that a file which comes or goes changes the answer for those that name it.
 */
import fs from 'node:fs';
import path from 'node:path';
import { createWorkspacePackages } from '../languages/typescript/workspacePackages.ts';
import type { Folders } from './folders.ts';
import type { Mapping } from './tsconfigFacts.ts';

/** A `package` (of the monorepo) is all that its folder holds, an `installed` one what its manifest says. */
export interface Target {
  readonly kind: 'file' | 'package' | 'installed';
  readonly path: string;
}

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.d.ts', '.d.mts', '.d.cts', '.json'];

export type SpecifierTargets = (file: string, specifier: string, mappings: readonly Mapping[]) => readonly Target[];

export function createSpecifierTargets(folders: Folders): SpecifierTargets {
  const packages = createWorkspacePackages();
  const installed = new Map<string, readonly Target[]>();

  function filesAt(base: string): readonly Target[] {
    const bare = base.replace(/\.[cm]?jsx?$/, '');
    const candidates = [base, bare, `${base}/index`].flatMap((name) => EXTENSIONS.map((ending) => `${name}${ending}`));
    const files = [base, ...candidates].filter((name) => folders.isFile(name));
    const found = [...new Set(files)].map((name): Target => ({ kind: 'file', path: name }));
    return folders.isFile(`${base}/package.json`) ? [...found, { kind: 'package', path: base }] : found;
  }

  function packageAround(folder: string): readonly Target[] {
    const found = folders.packageAbove(folder);
    return found === undefined ? [] : [{ kind: 'package', path: found }];
  }

  function installedAbove(folder: string, name: string): readonly Target[] {
    const key = `${folder}\0${name}`;
    let known = installed.get(key);
    if (!known) {
      const own = ['', '@types/'].flatMap((scope) => installedAt(`${folder}/node_modules/${scope}${name}`));
      const parent = path.posix.dirname(folder);
      known = own.length > 0 || parent === folder ? own : installedAbove(parent, name);
      installed.set(key, known);
    }
    return known;
  }

  return (file, specifier, mappings) => {
    const folder = path.posix.dirname(file);
    if (specifier.startsWith('.')) return filesAt(path.posix.join(folder, specifier));
    if (specifier.startsWith('/')) return filesAt(specifier);
    if (specifier.startsWith('node:')) return [];
    const mapped = mappings.flatMap((mapping) => targetsOf(mapping, specifier)).flatMap(filesAt);
    if (specifier.startsWith('#')) return [...mapped, ...packageAround(folder)];
    const name = packageNameOf(specifier);
    const source = packages.sourceOf(file, specifier)?.replaceAll('\\', '/');
    return [
      ...mapped,
      ...installedAbove(folder, name),
      ...(source === undefined ? [] : packageAround(path.posix.dirname(source))),
    ];
  };
}

function targetsOf({ prefix, suffix, isExact, targets }: Mapping, specifier: string): readonly string[] {
  if (isExact) return specifier === prefix ? targets : [];
  if (!specifier.startsWith(prefix) || !specifier.endsWith(suffix)) return [];
  const between = specifier.slice(prefix.length, specifier.length - suffix.length);
  return targets.map((target) => target.replace('*', () => between));
}

/** A link that leads out of node_modules leads to a package of the monorepo. */
function installedAt(folder: string): readonly Target[] {
  let real: string;
  try {
    real = fs.realpathSync.native(folder).replaceAll('\\', '/');
  } catch {
    return [];
  }
  return [{ kind: real.includes('/node_modules/') ? 'installed' : 'package', path: real }];
}

function packageNameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
