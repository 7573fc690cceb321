/** The examples of docs/configuration.md are what they say they are. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { validateCatalog } from '../../server/src/catalogs/validate.ts';
import { validateConfig } from '../../server/src/project/config.ts';
import { readJsonText } from '../../server/src/project/jsonText.ts';
import { RULES } from '../../server/src/rules/index.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/configuration.md'), 'utf8');
const examples = [...page.matchAll(/^```jsonc (\S+)\n([^]*?)^```$/gm)].map(([, kind = '', text = '']) => ({
  kind,
  json: readJsonText('/example.json', text),
}));
const ids = RULES.map(({ meta }) => meta.id);

test('there is one of each kind, and it is JSON', () => {
  expect(examples.map(({ kind }) => kind)).toEqual(['querylens.json', 'catalog']);
  expect(examples.map(({ json }) => json.error)).toEqual([undefined, undefined]);
});

test('the configuration is sound', () => {
  expect(validateConfig(examples[0]?.json.value, ids).problems).toEqual([]);
});

test('the catalog is sound', () => {
  expect(validateCatalog(examples[1]?.json.value).problems).toEqual([]);
});
