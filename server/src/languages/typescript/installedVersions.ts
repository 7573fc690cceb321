/**
 * Which version of each library a file works with: what the versions of a catalog are compared with.
 *
 * The package installed nearest above the file decides, as it does for Node; where none is installed, the
 * lowest version that the nearest package.json asks for.
 */
import fs from 'node:fs';
import path from 'node:path';
import semver from 'semver';
import type { CatalogSet, Versions } from '../../catalogs/catalogSet.ts';
import type { Catalog } from '../../catalogs/schema.ts';

/** Whether a version is in a semver range; a prerelease counts as the version it leads to, Python's `5.2` as 5.2.0. */
export function inRange(version: string, range: string): boolean {
  const read = semver.parse(version) ?? semver.coerce(version);
  return read !== null && semver.satisfies(read, range, { includePrerelease: true });
}

export interface InstalledVersions {
  /** The versions of these libraries that a file of this folder (absolute) works with. */
  at(folder: string, catalogs: CatalogSet): Versions;
  /** The version of a package that is installed or asked for. */
  asked(folder: string, name: string): string | undefined;
  /** The version of an ES module that is installed or asked for, where code of this folder is one itself and can import it. */
  esModule(folder: string, name: string): string | undefined;
  /** Forgets what it found: packages may have been installed or removed. */
  clear(): void;
}

/** The part of a package.json that tells versions. */
interface Manifest {
  readonly version?: unknown;
  readonly type?: unknown;
  readonly dependencies?: unknown;
  readonly devDependencies?: unknown;
  readonly peerDependencies?: unknown;
  readonly optionalDependencies?: unknown;
}

/** What a folder says of itself, without the folders above. */
interface Place {
  readonly hasModules: boolean;
  readonly manifest: Manifest | undefined;
}

/** Reads package.json files as they are needed, each once. Never throws: what can't be read tells nothing. */
export function createInstalledVersions(): InstalledVersions {
  const places = new Map<string, Place>();
  /** By the path of a package, its version. */
  const installed = new Map<string, string | undefined>();
  let found = new WeakMap<CatalogSet, Map<string, Versions>>();

  function placeAt(folder: string): Place {
    let place = places.get(folder);
    if (!place) {
      place = { hasModules: isFolder(path.join(folder, 'node_modules')), manifest: readManifest(folder) };
      places.set(folder, place);
    }
    return place;
  }

  function installedIn(folder: string, name: string): string | undefined {
    const place = path.join(folder, 'node_modules', name);
    if (installed.has(place)) return installed.get(place);
    const version = readManifest(place)?.version;
    const valid = typeof version === 'string' && semver.valid(version) !== null ? version : undefined;
    installed.set(place, valid);
    return valid;
  }

  function versionOf(name: string, folders: readonly string[]): string | undefined {
    for (const folder of folders) {
      const version = placeAt(folder).hasModules ? installedIn(folder, name) : undefined;
      if (version !== undefined) return version;
    }
    for (const folder of folders) {
      const range = askedFor(placeAt(folder).manifest, name);
      const lowest = range === undefined ? undefined : lowestOf(range);
      if (lowest !== undefined) return lowest;
    }
    return undefined;
  }

  function versionsOf(catalogs: readonly Catalog[], folders: readonly string[]): Versions {
    const entries = catalogs.flatMap(({ library, language, packages }): [string, string][] => {
      if (language !== 'typescript') return [];
      const versions = packages.map(({ name }) => versionOf(name, folders));
      const version = versions.find((answer) => answer !== undefined);
      return version === undefined ? [] : [[library, version]];
    });
    return Object.fromEntries(entries);
  }

  return {
    at(folder, catalogs) {
      let known = found.get(catalogs);
      if (!known) found.set(catalogs, (known = new Map<string, Versions>()));
      const folders = foldersAbove(folder);
      // A folder with nothing of its own is as the one above it.
      const first = folders.findIndex((above) => placeAt(above).hasModules || placeAt(above).manifest !== undefined);
      const telling = folders[first] ?? '';
      let versions = known.get(telling);
      if (!versions) known.set(telling, (versions = versionsOf(catalogs.catalogs, folders.slice(first))));
      return versions;
    },
    asked: (folder, name) => versionOf(name, foldersAbove(folder)),
    esModule(folder, name) {
      const folders = foldersAbove(folder);
      const own = folders.map((above) => placeAt(above).manifest).find((manifest) => manifest !== undefined);
      return own?.type === 'module' ? versionOf(name, folders) : undefined;
    },
    clear() {
      places.clear();
      installed.clear();
      found = new WeakMap();
    },
  };
}

/** The folder and all above it, nearest first. */
function foldersAbove(folder: string): readonly string[] {
  const folders: string[] = [];
  for (let current = folder; ; current = path.dirname(current)) {
    folders.push(current);
    if (path.dirname(current) === current) return folders;
  }
}

/** The range of a dependency in a package.json, whichever list it stands in. */
function askedFor(manifest: Manifest | undefined, name: string): string | undefined {
  const lists = [
    manifest?.dependencies,
    manifest?.devDependencies,
    manifest?.peerDependencies,
    manifest?.optionalDependencies,
  ];
  for (const list of lists) {
    const range = isRecord(list) && Object.hasOwn(list, name) ? list[name] : undefined;
    if (typeof range === 'string') return range.replace(/^npm:(?:@[^@/]+\/)?[^@]+@/, '');
  }
  return undefined;
}

/** The lowest version of a range; `undefined` for `*`, `latest`, `workspace:*` and the like, which tell nothing. */
function lowestOf(range: string): string | undefined {
  if (semver.validRange(range) === null || semver.validRange(range) === '*') return undefined;
  return semver.minVersion(range)?.version;
}

function readManifest(folder: string): Manifest | undefined {
  try {
    const json: unknown = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

function isFolder(name: string): boolean {
  return fs.statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
