/**
 * Which version of a Python package a file works with, found without an interpreter.
 *
 * The environment nearest above the file decides, then the lockfile, then what a manifest asks for. Where nothing
 * tells, the version is not known.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { CatalogSet, Versions } from '../../catalogs/catalogSet.ts';
import { LOCKFILES, MANIFESTS, newestAllowed, patternOf, pinIn, type Pin } from './pins.ts';

export interface PythonPackage {
  /** What it is labelled as. */
  readonly version?: string;
  /** The version in an environment beside the code. */
  readonly installed?: string;
  /** What a manifest or lockfile asks for, and its name. */
  readonly asked?: string;
  readonly askedIn?: string;
}

export interface PythonPackages {
  /** What a file of this folder (absolute) works with under the name of a package; `undefined`: nothing speaks of it. */
  find(folder: string, name: string): PythonPackage | undefined;
  /** The versions of the libraries of Python that it works with. */
  versions(folder: string, catalogs: CatalogSet): Versions;
  /** Forgets what it found: packages may have been installed or removed. */
  clear(): void;
}

/** Where environments are, as the tools and the documentation of Python name them. */
const ENVIRONMENTS: readonly string[] = ['.venv', 'venv', 'env', '.env', 'virtualenv'];
/** Where requirements are kept in files of their own. */
const REQUIREMENTS = 'requirements';

/** The release lines of the packages that catalogs speak of, oldest first: a range is read as the newest it allows. */
export const RELEASE_LINES: Readonly<Record<string, readonly string[]>> = {
  django: ['2.2', '3.0', '3.1', '3.2', '4.0', '4.1', '4.2', '5.0', '5.1', '5.2', '6.0', '6.1'],
};

interface AskedPin extends Pin {
  readonly file: string;
}

/** What a folder says of a package itself, without the folders above. */
interface Place {
  readonly installed?: string;
  readonly locked?: AskedPin;
  readonly asked?: AskedPin;
}

/** Reads each folder once. Never throws: what can't be read tells nothing. */
export function createPythonPackages(): PythonPackages {
  const places = new Map<string, Place>();
  const found = new Map<string, PythonPackage | undefined>();

  function placeAt(folder: string, name: string): Place {
    const key = `${folder}\0${name}`;
    let place = places.get(key);
    if (!place) places.set(key, (place = lookAt(folder, name)));
    return place;
  }

  function look(folder: string, name: string): PythonPackage | undefined {
    const all = foldersAbove(folder).map((above) => placeAt(above, name));
    const installed = all.find((place) => place.installed !== undefined)?.installed;
    const pin = all.find(({ locked }) => locked)?.locked ?? all.find(({ asked }) => asked)?.asked;
    if (installed === undefined && !pin) return undefined;
    const version = installed ?? pin?.exact ?? newestAllowed(pin?.asked ?? '', RELEASE_LINES[name.toLowerCase()] ?? []);
    return {
      ...(version !== undefined && { version }),
      ...(installed !== undefined && { installed }),
      ...(pin && { asked: pin.asked, askedIn: pin.file }),
    };
  }

  function find(folder: string, name: string): PythonPackage | undefined {
    const key = `${folder}\0${name}`;
    if (!found.has(key)) found.set(key, look(folder, name));
    return found.get(key);
  }

  return {
    find,
    versions(folder, { catalogs }) {
      const entries = catalogs.flatMap(({ library, language, packages }): [string, string][] => {
        if (language !== 'python') return [];
        const version = packages.map(({ name }) => find(folder, name)?.version).find((known) => known !== undefined);
        return version === undefined ? [] : [[library, version]];
      });
      return Object.fromEntries(entries);
    },
    clear() {
      places.clear();
      found.clear();
    },
  };
}

function foldersAbove(folder: string): readonly string[] {
  const parent = path.posix.dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}

function lookAt(folder: string, name: string): Place {
  const names = filesOf(folder);
  const installed = ENVIRONMENTS.filter((environment) => names.includes(environment))
    .map((environment) => installedIn(`${folder}/${environment}`, name))
    .find((version) => version !== undefined);
  const files = [
    ...names.filter((file) => MANIFESTS.test(file)).toSorted(plainFirst),
    ...(names.includes(REQUIREMENTS) ? filesOf(`${folder}/${REQUIREMENTS}`) : [])
      .filter((file) => /\.(?:txt|in)$/.test(file))
      .map((file) => `${REQUIREMENTS}/${file}`),
  ];
  const pins = files.flatMap((file) => pinAt(folder, file, name));
  const locked = names.filter((file) => LOCKFILES.test(file)).flatMap((file) => pinAt(folder, file, name));
  const exact = locked[0] ?? pins.find((pin) => pin.exact !== undefined);
  return {
    ...(installed !== undefined && { installed }),
    ...(exact && { locked: exact }),
    ...(pins[0] && { asked: pins[0] }),
  };
}

/** `requirements.txt` before `requirements-dev.txt`, and manifests before both. */
function plainFirst(a: string, b: string): number {
  return Number(/requirements/.test(a)) - Number(/requirements/.test(b)) || a.length - b.length;
}

function pinAt(folder: string, file: string, name: string): readonly AskedPin[] {
  const pin = pinIn(readText(`${folder}/${file}`), path.posix.basename(file), name);
  return pin ? [{ ...pin, file }] : [];
}

/** The version in the packages of a virtual environment, by the name of the folder that describes it. */
function installedIn(environment: string, name: string): string | undefined {
  const below = filesOf(`${environment}/lib`).filter((version) => version.startsWith('python'));
  const places = [...below.map((version) => `lib/${version}/site-packages`), 'Lib/site-packages'];
  const described = new RegExp(String.raw`^${patternOf(name)}-(\d[^-]*)\.dist-info$`, 'i');
  for (const place of places)
    for (const entry of filesOf(`${environment}/${place}`)) {
      const [, version] = described.exec(entry) ?? [];
      if (version !== undefined) return version;
    }
  return undefined;
}

function filesOf(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
