/**
 * Gives a project the libraries that the tests have installed, as npm would, but by links and in no time.
 *
 * `node linkPackages.mjs <folder>` installs them first, where they are missing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** By the folder they are installed in. */
const PACKAGES = {
  '.': ['@types/node'],
  'test/packages': ['@types/better-sqlite3', '@types/pg', 'better-sqlite3', 'drizzle-orm', 'kysely', 'pg'],
  'test/packages/prisma-generated': ['@prisma/adapter-better-sqlite3', '@prisma/client'],
};

/** Links every library into `<folder>/node_modules`. */
export function linkPackages(folder) {
  const setup = path.join(ROOT, 'scripts/setup.mjs');
  const { status } = spawnSync(process.execPath, [setup, ...Object.keys(PACKAGES)], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('The libraries could not be installed.');
  for (const [from, names] of Object.entries(PACKAGES)) {
    for (const name of names)
      link(path.join(ROOT, from, 'node_modules', name), path.join(folder, 'node_modules', name));
  }
}

/** Windows lets everybody make a junction, but not a symbolic link. */
function link(target, at) {
  if (existsSync(at)) return;
  mkdirSync(path.dirname(at), { recursive: true });
  symlinkSync(target, at, 'junction');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) linkPackages(path.resolve(process.argv[2] ?? '.'));
