/** Writes server/src/protocol/packages.ts from the catalogs: the packages by which an editor knows that it is needed. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

const folder = new URL('../server/src/catalogs/', import.meta.url);
const file = new URL('../server/src/protocol/packages.ts', import.meta.url);

const names = new Set();
for (const name of readdirSync(folder).filter((each) => each.endsWith('.json') && each !== 'catalog.schema.json')) {
  const { packages, modules } = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  for (const { name: found } of packages) names.add(found);
  for (const module of Object.keys(modules)) names.add(packageOf(module));
}

/** `drizzle-orm` for `drizzle-orm/pg-core`, `@scope/name` for a module in it, `node:sqlite` and `django` for themselves. */
function packageOf(module) {
  const parts = module.split('/').slice(0, module.startsWith('@') ? 2 : 1);
  const name = parts.join('/').replace(/\*$/, '');
  return module.startsWith('@') || module.startsWith('node:') ? name : name.split('.')[0];
}

// Declarations come along with much else, Node's above all.
const rows = [...names].filter((name) => name !== '' && !name.startsWith('@types/')).sort((a, b) => (a < b ? -1 : 1));
const text = `/** The packages that the catalogs speak of; written by scripts/generate-library-packages.mjs. */
export const PACKAGES: readonly string[] = [
${rows.map((name) => `  '${name}',\n`).join('')}];
`;

if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error('server/src/protocol/packages.ts is stale: run `node scripts/generate-library-packages.mjs`.');
  process.exitCode = 1;
}
