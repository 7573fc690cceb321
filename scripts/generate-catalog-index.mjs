/** Writes server/src/catalogs/index.ts from the folder: a JSON file there is a catalog. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

const folder = new URL('../server/src/catalogs/', import.meta.url);
const index = new URL('index.ts', folder);
const libraries = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && name !== 'catalog.schema.json')
  .map((name) => name.slice(0, -'.json'.length))
  .sort();
const variable = (library) => library.replace(/[^a-z0-9]+([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/** As the formatter writes it: on one line as long as that fits. */
function list(names) {
  const line = `[${names.join(', ')}]`;
  const width = 'const FILES: readonly unknown[] = ;'.length + line.length;
  return width <= 120 ? line : `[\n${names.map((name) => `  ${name},\n`).join('')}]`;
}

const text = `/** Every catalog that comes with Query Lens; written by scripts/generate-catalog-index.mjs. */
${libraries.map((library) => `import ${variable(library)} from './${library}.json' with { type: 'json' };`).join('\n')}
import type { Catalog } from './schema.ts';

const FILES: readonly unknown[] = ${list(libraries.map(variable))};

/** Taken as they are: test/catalogs validates them, which would cost every start a good part of its time. */
export const builtInCatalogs = FILES as readonly Catalog[];
`;

if (!process.argv.includes('--check')) writeFileSync(index, text);
else if (readFileSync(index, 'utf8') !== text) {
  console.error('server/src/catalogs/index.ts is stale: run `node scripts/generate-catalog-index.mjs`.');
  process.exitCode = 1;
}
