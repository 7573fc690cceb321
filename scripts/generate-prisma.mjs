/**
 * Generates Prisma clients without a network: `node scripts/generate-prisma.mjs [--check] [folders...]`.
 *
 * A folder holds schemas, a client each; without one named it is examples/prisma, whose client is committed. With
 * `--check` nothing is written: a client that is stale makes it fail. Prisma's command line is the one
 * installed in the folder or above it, or else that of test/packages/prisma-generated.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const COMMITTED = path.join(ROOT, 'examples/prisma');
const FALLBACK = path.join(ROOT, 'test/packages/prisma-generated');
/** Written beside the client, so that it is lost together with it. */
const STAMP = '.generated-from';

/** The absolute paths of the Prisma schemas in `folder`. */
export function schemasIn(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.prisma'));
  return names.toSorted().map((name) => path.join(folder, name));
}

/** Generates the client of a schema, unless the one that is there was made from the same schema and version. */
export function generatePrisma(schema) {
  if (isFresh(schema)) return;
  run(schema);
  const output = outputFolder(schema);
  if (!existsSync(output)) throw new Error(`Prisma generated a client, but not in ${output}.`);
  writeFileSync(path.join(output, STAMP), fingerprint(schema));
}

function isFresh(schema) {
  const stamp = path.join(outputFolder(schema), STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(schema);
}

/** The folder that the schema's generator writes to; without an `output`, the default of `prisma-client-js`. */
function outputFolder(schema) {
  const folder = path.dirname(schema);
  const written = /^\s*output\s*=\s*"([^"]+)"/m.exec(readFileSync(schema, 'utf8'))?.[1];
  return path.resolve(folder, written ?? 'node_modules/.prisma/client');
}

/** What the client depends on: the schema, and the version of Prisma in the nearest lockfile. */
function fingerprint(schema) {
  const lockfile = nearest(path.dirname(schema), 'package-lock.json');
  const { packages = {} } = lockfile ? JSON.parse(readFileSync(lockfile, 'utf8')) : {};
  const version = packages['node_modules/@prisma/client']?.version;
  return `${version} ${createHash('sha256').update(readFileSync(schema)).digest('hex')}\n`;
}

function nearest(folder, name) {
  const file = path.join(folder, name);
  if (existsSync(file)) return file;
  const above = path.dirname(folder);
  return above === folder ? undefined : nearest(above, name);
}

function run(schema) {
  const folder = path.dirname(schema);
  const cli = commandLine(folder);
  const result = spawnSync(process.execPath, [cli, 'generate', '--schema', schema, '--no-hints'], {
    cwd: folder,
    encoding: 'utf8',
    // Prisma looks for an engine to download unless one is named; generating does not start it.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
  });
  if (result.status === 0) return;
  const said = [result.error?.message, result.stdout, result.stderr].filter(Boolean).join('\n').trim();
  throw new Error(`\`prisma generate\` failed for ${schema}. It said:\n\n${said}`);
}

/** The entry point of Prisma's command line, as seen from `folder`. */
function commandLine(folder) {
  for (const from of [folder, FALLBACK]) {
    const manifest = installed(from);
    if (manifest) return path.join(path.dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.prisma);
  }
  throw new Error(
    `Prisma's command line is installed neither in ${folder} nor in ${FALLBACK}. ` +
      'Run `node scripts/setup.mjs test/packages/prisma-generated` and try again.',
  );
}

function installed(folder) {
  try {
    return createRequire(path.join(folder, 'package.json')).resolve('prisma/package.json');
  } catch {
    return undefined;
  }
}

function main(args) {
  const check = args.includes('--check');
  const named = args.filter((argument) => argument !== '--check').map((folder) => path.resolve(folder));
  for (const folder of named.length > 0 ? named : [COMMITTED]) {
    const schemas = schemasIn(folder);
    if (schemas.length === 0) throw new Error(`There is no Prisma schema in ${folder}.`);
    for (const schema of schemas) {
      if (!check) generatePrisma(schema);
      else if (!isFresh(schema)) throw new Error(`The Prisma client of ${schema} is not of that schema.`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
