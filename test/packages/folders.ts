/** The folders with packages that only tests analyse; a folder here with a package.json is one of them. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Absolute: this folder, and those in it that have a lockfile of their own, since their versions exclude each other. */
export const PACKAGE_FOLDERS: readonly string[] = [
  import.meta.dirname,
  ...readdirSync(import.meta.dirname)
    .filter((name) => name !== 'node_modules')
    .map((name) => path.join(import.meta.dirname, name))
    .filter((folder) => existsSync(path.join(folder, 'package.json')))
    .toSorted(),
];
