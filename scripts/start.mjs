/** Prints the bundled examples, labelled, and what is wrong in them; the mistakes are there on purpose. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const EXAMPLES = [
  ...['better-sqlite3', 'drizzle', 'kysely', 'prisma'].map((library) => `examples/${library}/bookshop.ts`),
  'examples/django/bookshop.py',
];

/** Exits when the command line could not do its job; findings are no failure here. */
function queryLens(...args) {
  const { status } = spawnSync(process.execPath, ['dist/cli.js', ...args], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0 && status !== 1) process.exit(status ?? 2);
}

for (const example of EXAMPLES) {
  console.log(`\n== query-lens explain ${example}\n`);
  queryLens('explain', example);
}
console.log('\n== query-lens check examples\n');
queryLens('check', ...EXAMPLES);
