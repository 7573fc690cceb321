/** Writes server/src/rules/index.ts from the folder: a file there named like a rule is a rule. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

const folder = new URL('../server/src/rules/', import.meta.url);
const index = new URL('index.ts', folder);
const ids = readdirSync(folder)
  .filter((name) => /^[a-z]+(?:-[a-z]+)+\.ts$/.test(name))
  .map((name) => name.slice(0, -'.ts'.length))
  .sort();
const exportName = (id) => id.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());

const text = `/** Every rule; written by scripts/generate-rule-index.mjs. */
${ids.map((id) => `import { ${exportName(id)} } from './${id}.ts';`).join('\n')}
import type { Rule } from './rule.ts';

export const RULES: readonly Rule[] = [${ids.map(exportName).join(', ')}];
`;

if (!process.argv.includes('--check')) writeFileSync(index, text);
else if (readFileSync(index, 'utf8') !== text) {
  console.error('server/src/rules/index.ts is stale: run `node scripts/generate-rule-index.mjs`.');
  process.exitCode = 1;
}
