/** Writes the JSON schemas that are shipped to editors: of querylens.json from its validator and the rules, and of catalogs. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { bundled } from './bundled.mjs';

const root = new URL('../', import.meta.url);
const folder = new URL('schemas/', root);

const { RULES, CONFIG_FIELDS, RULE_SEVERITIES } = await bundled(
  "export { RULES } from './server/src/rules/index.ts';\n" +
    "export { CONFIG_FIELDS, RULE_SEVERITIES } from './server/src/project/config.ts';",
);
const catalogSchema = JSON.parse(readFileSync(new URL('server/src/catalogs/catalog.schema.json', root), 'utf8'));
const files = new Map([
  ['querylens.schema.json', asText(configSchema())],
  ['catalog.schema.json', asText(catalogSchema)],
]);

mkdirSync(folder, { recursive: true });
for (const [name, text] of files) {
  const file = new URL(name, folder);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`schemas/${name} is stale: run \`node scripts/generate-schemas.mjs\`.`);
    process.exitCode = 1;
  }
}

/** What VS Code is to leave alone in people's files, ours need not allow. */
function asText(schema) {
  return `${JSON.stringify({ ...schema, allowTrailingCommas: true }, undefined, 2)}\n`;
}

function configSchema() {
  const texts = (extra) => ({ type: 'array', items: { type: 'string', pattern: '\\S', ...extra } });
  const rules = RULES.map(({ meta }) => [
    meta.id,
    { enum: [...RULE_SEVERITIES], default: meta.severity, description: meta.summary.replaceAll('`', '') },
  ]);
  const shapes = {
    $schema: { type: 'string', pattern: '\\S' },
    rules: { type: 'object', additionalProperties: false, properties: Object.fromEntries(rules) },
    catalogs: texts({}),
    ignore: texts({ not: { pattern: '^!' } }),
  };
  const fields = Object.entries(CONFIG_FIELDS).map(([name, description]) => [name, { ...shapes[name], description }]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'The configuration of Query Lens',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(fields),
  };
}
