/**
 * Generates Prisma clients without a network: `node scripts/generate-prisma.mjs <folders...>`.
 *
 * A folder holds `schema.prisma`. Prisma's command line is the one installed in the folder or above it,
 * or else that of test/packages/prisma-generated. It needs nothing but Node and installed packages.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const FALLBACK = path.join(ROOT, 'test/packages/prisma-generated');
/** Written beside the client, so that it is lost together with it. */
const STAMP = '.generated-from';

/** Generates the client of `folder`, unless the one that is there was made from the same schema and lockfile. */
export function generatePrisma(folder) {
  const schema = path.join(folder, 'schema.prisma');
  if (!existsSync(schema)) throw new Error(`There is no Prisma schema at ${schema}.`);
  const output = outputFolder(schema);
  const stamp = path.join(output, STAMP);
  const wanted = fingerprint(schema);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  run(folder, schema);
  if (!existsSync(output)) throw new Error(`Prisma generated a client, but not in ${output}.`);
  writeFileSync(stamp, wanted);
}

/** The folder that the schema's generator writes to; without an `output`, the default of `prisma-client-js`. */
function outputFolder(schema) {
  const folder = path.dirname(schema);
  const written = /^\s*output\s*=\s*"([^"]+)"/m.exec(readFileSync(schema, 'utf8'))?.[1];
  return path.resolve(folder, written ?? 'node_modules/.prisma/client');
}

/** What the client depends on: the schema and the versions in the nearest lockfile. */
function fingerprint(schema) {
  const hash = createHash('sha256').update(readFileSync(schema));
  const lockfile = nearest(path.dirname(schema), 'package-lock.json');
  if (lockfile) hash.update(readFileSync(lockfile));
  return hash.digest('hex');
}

function nearest(folder, name) {
  const file = path.join(folder, name);
  if (existsSync(file)) return file;
  const above = path.dirname(folder);
  return above === folder ? undefined : nearest(above, name);
}

function run(folder, schema) {
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    for (const folder of process.argv.slice(2)) generatePrisma(path.resolve(folder));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
