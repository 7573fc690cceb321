/** Packages that are no library of queries, and that rewritten code makes use of where the file can import them. */
import path from 'node:path';
import type { Versions } from '../../catalogs/catalogSet.ts';
import type { PythonPackages } from './installedVersions.ts';

const COMPANIONS: readonly string[] = ['tenacity'];

/** Those installed or asked for, with their versions; with `''` where only that is not known. */
export function companionsOf(packages: PythonPackages, file: string): Versions {
  const found = COMPANIONS.flatMap((name): [string, string][] => {
    const companion = packages.find(path.posix.dirname(file), name);
    return companion ? [[name, companion.version ?? '']] : [];
  });
  return Object.fromEntries(found);
}
