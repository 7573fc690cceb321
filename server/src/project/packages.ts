/** Which packages of the catalogs a folder works with: asked for in a manifest, installed in node_modules or an environment. */
import fs from 'node:fs';
import path from 'node:path';
import type { Catalog } from '../catalogs/schema.ts';
import { createPythonPackages, type PythonPackage } from '../languages/python/installedVersions.ts';
import { inRange } from '../languages/typescript/installedVersions.ts';

export interface FoundPackage {
  readonly name: string;
  /** The catalog's id. */
  readonly library: string;
  /** The range in the nearest manifest that asks for it. */
  readonly asked?: string;
  /** The name of that manifest. */
  readonly askedIn?: string;
  /** The version in the nearest node_modules, or environment of Python, that has it. */
  readonly installed?: string;
  /** The version whose labels it is given, where that is not installed and still known. */
  readonly labelledAs?: string;
  /** The range of versions that the catalog knows, where the installed one is not in it. */
  readonly known?: string;
}

type Json = Readonly<Record<string, unknown>>;

type Reader = (file: string) => Json | undefined;

/** In the order of the catalogs, by folder. Each file is read once; never throws. */
export function createPackageFinder(catalogs: readonly Catalog[]): (folder: string) => readonly FoundPackage[] {
  const read = createReader();
  const python = createPythonPackages();
  return (folder) =>
    catalogs.flatMap(({ library, language, packages }) =>
      packages.flatMap(({ name, versions }): FoundPackage[] => {
        // Declarations alone do not say that a library is worked with.
        if (name.startsWith('@types/')) return [];
        const found = language === 'python' ? ofPython(python.find(folder, name)) : ofNode(read, folder, name);
        if (!found) return [];
        const version = found.installed ?? found.labelledAs;
        const isKnown = version === undefined || inRange(version, versions);
        return [{ name, library, ...found, ...(!isKnown && { known: versions }) }];
      }),
    );
}

type Found = Omit<FoundPackage, 'name' | 'library' | 'known'>;

function ofNode(read: Reader, folder: string, name: string): Found | undefined {
  const asked = rangeOf(read, folder, name);
  const installed = installedVersion(read, folder, name);
  if (asked === undefined && installed === undefined) return undefined;
  return {
    ...(asked !== undefined && { asked, askedIn: 'package.json' }),
    ...(installed !== undefined && { installed }),
  };
}

function ofPython(found: PythonPackage | undefined): Found | undefined {
  if (!found) return undefined;
  const { version, ...rest } = found;
  return { ...rest, ...(version !== undefined && rest.installed === undefined && { labelledAs: version }) };
}

/** Of what a file imports, the packages that a package.json above it asks for and that are not installed. */
export function missingPackages(file: string, imports: readonly string[]): readonly string[] {
  const read = createReader();
  const folder = path.dirname(file);
  const names = imports.flatMap((specifier) => (/^[./]/.test(specifier) ? [] : packageOf(specifier)));
  return [...new Set(names)].filter(
    (name) => rangeOf(read, folder, name) !== undefined && installedVersion(read, folder, name) === undefined,
  );
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function rangeOf(read: Reader, folder: string, name: string): string | undefined {
  for (const at of above(folder)) {
    const manifest = read(path.join(at, 'package.json'));
    for (const field of ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']) {
      const list = manifest?.[field];
      const range = isJson(list) && Object.hasOwn(list, name) ? list[name] : undefined;
      if (typeof range === 'string') return range;
    }
  }
  return undefined;
}

function installedVersion(read: Reader, folder: string, name: string): string | undefined {
  for (const at of above(folder)) {
    const version = read(path.join(at, 'node_modules', name, 'package.json'))?.['version'];
    if (typeof version === 'string') return version;
  }
  return undefined;
}

/** The folder and those above it, nearest first. */
function above(folder: string): readonly string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...above(parent)];
}

function createReader(): Reader {
  const known = new Map<string, Json | undefined>();
  return (file) => {
    if (!known.has(file)) known.set(file, readJson(file));
    return known.get(file);
  };
}

function readJson(file: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
