/** What the JSON schema that editors use says of a catalog. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';

const file = path.resolve(import.meta.dirname, '../../server/src/catalogs/catalog.schema.json');
const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(file, 'utf8')) as object,
);

/** One line for each thing wrong. */
export function schemaProblems(json: unknown): string[] {
  if (validate(json)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}
