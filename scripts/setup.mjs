/**
 * Installs what is missing, so that every command of this repository works on a fresh clone.
 *
 * `node scripts/setup.mjs [folders...]` looks at the repository itself and at the named folders that
 * have a lockfile of their own; where one holds a Prisma schema, its client is generated. It needs nothing
 * but Node, since it runs before anything is installed.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatePrisma, schemasIn } from './generate-prisma.mjs';
import { npm } from './npm.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const OLDEST_NODE = 20;

const label = (folder) => (folder === ROOT ? 'this repository' : path.relative(ROOT, folder));

function fail(message) {
  console.error(message);
  process.exit(1);
}

/** The packages a lockfile names, by folder; the project's own entry is left out. */
function lockedPackages(lockfile) {
  const { packages = {} } = JSON.parse(readFileSync(lockfile, 'utf8'));
  return new Map(Object.entries(packages).filter(([folder]) => folder !== ''));
}

/** npm records what it has installed; the folder is up to date when that is what the lockfile asks for. */
function upToDate(folder) {
  const record = path.join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = lockedPackages(record);
  const locked = lockedPackages(path.join(folder, 'package-lock.json'));
  for (const [name, wanted] of locked) {
    const found = installed.get(name);
    // Optional packages are installed only on the platforms they are made for.
    if (!found && (wanted.optional || wanted.devOptional)) continue;
    if (found?.version !== wanted.version) return false;
  }
  return [...installed.keys()].every((name) => locked.has(name));
}

function install(folder) {
  console.error(`Installing the packages of ${label(folder)}...`);
  try {
    npm(['ci'], { cwd: folder });
  } catch (error) {
    fail(
      `The packages of ${label(folder)} could not be installed: ${error.message}\n\n` +
        'Check that the npm registry can be reached, and run the command again.',
    );
  }
}

function generate(schema) {
  try {
    generatePrisma(schema);
  } catch (error) {
    fail(`The Prisma client of ${label(schema)} could not be generated: ${error.message}`);
  }
}

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  fail(`Query Lens needs Node ${OLDEST_NODE} or newer; this is Node ${process.versions.node}.`);
}
for (const folder of [ROOT, ...process.argv.slice(2).map((name) => path.resolve(ROOT, name))]) {
  if (!existsSync(path.join(folder, 'package-lock.json'))) fail(`${label(folder)} has no package-lock.json.`);
  if (!upToDate(folder)) install(folder);
  for (const schema of schemasIn(folder)) generate(schema);
}
