/** A `querylens.json` is checked entry by entry, at the place, and as its JSON schema says. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { validateConfig } from '../../server/src/project/config.ts';
import { readJsonText } from '../../server/src/project/jsonText.ts';
import { RULES } from '../../server/src/rules/index.ts';

const IDS = RULES.map(({ meta }) => meta.id);
const [RULE = ''] = IDS;

const ajv = new Ajv({ strict: true });
ajv.addKeyword('allowTrailingCommas');
const schema = path.resolve(import.meta.dirname, '../../schemas/querylens.schema.json');
const schemaAllows = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

test('everything that can be said is taken', () => {
  const config = {
    rules: Object.fromEntries(IDS.map((id) => [id, 'warning'])),
    catalogs: ['./acme.json', '../shared/acme.json'],
    ignore: ['src/generated/**', '**/*.test.ts'],
  };
  expect(validateConfig({ $schema: './querylens.schema.json', ...config }, IDS)).toEqual({ config, problems: [] });
  expect(schemaAllows({ $schema: './querylens.schema.json', ...config })).toBe(true);
});

test('nothing needs to be said', () => {
  expect(validateConfig({}, IDS)).toEqual({ config: { rules: {}, catalogs: [], ignore: [] }, problems: [] });
  expect(schemaAllows({})).toBe(true);
});

describe('a bad entry is named, left out, and refused by the schema too', () => {
  const cases: readonly (readonly [json: unknown, path: string, message: RegExp])[] = [
    [[], '', /Expected an object/],
    ['off', '', /Expected an object/],
    [undefined, '', /Expected an object/],
    [{ rule: {} }, 'rule', /Unknown field\. Known here: .*rules/],
    [{ rules: 'off' }, 'rules', /Expected an object/],
    [{ rules: { [RULE]: 'loud' } }, `rules["${RULE}"]`, /Expected one of: error, warning, hint, off/],
    [{ rules: { [RULE]: 2 } }, `rules["${RULE}"]`, /Expected one of/],
    [{ rules: { 'no-such-rule': 'off' } }, 'rules["no-such-rule"]', /There is no rule "no-such-rule"\. There are: /],
    [{ rules: { toString: 'off' } }, 'rules.toString', /There is no rule/],
    [{ catalogs: './acme.json' }, 'catalogs', /Expected an array/],
    [{ catalogs: [7] }, 'catalogs[0]', /Expected a text/],
    [{ ignore: [' '] }, 'ignore[0]', /not empty/],
    [{ ignore: ['!src/kept.ts'] }, 'ignore[0]', /"!" takes nothing back/],
  ];
  test.each(cases)('%j', (json, where, message) => {
    const { config, problems } = validateConfig(json, IDS);
    expect(problems.map((problem) => problem.path)).toEqual([where]);
    expect(problems[0]?.message).toMatch(message);
    expect(config).toEqual({ rules: {}, catalogs: [], ignore: [] });
    expect(schemaAllows(json)).toBe(false);
  });
});

test('what is beside a bad entry holds', () => {
  const json = { rules: { [RULE]: 'off', 'no-such-rule': 'off' }, catalogs: [7, './acme.json'], extra: true };
  const { config, problems } = validateConfig(json, IDS);
  expect(config).toEqual({ rules: { [RULE]: 'off' }, catalogs: ['./acme.json'], ignore: [] });
  expect(problems).toHaveLength(3);
});

describe('a problem is told at its place in the text', () => {
  /** The text that is marked for the problems of a configuration. */
  function marked(text: string): readonly string[] {
    const json = readJsonText('/querylens.json', text);
    const lines = text.replace(/^\uFEFF/, '').split('\n');
    return validateConfig(json.value, IDS).problems.map((problem) => {
      const { start, end } = json.locate(problem);
      expect(start.line).toBe(end.line);
      return lines[start.line]?.slice(start.character, end.character) ?? '';
    });
  }
  const cases: readonly (readonly [about: string, text: string, marked: readonly string[]])[] = [
    ['a value', `{\n  "rules": { "${RULE}": "loud" }\n}`, ['"loud"']],
    ['the key of an unknown field', '{\n  "ruels": 1\n}', ['"ruels"']],
    ['the key of an unknown rule', '{ "rules": {\n "no-such-rule": "off" } }', ['"no-such-rule"']],
    ['the key of an object that is none expected', '{\n  "catalogs": {\n    "a": 1\n  }\n}', ['"catalogs"']],
    ['an element', '{ "catalogs": [\n  "./a.json",\n  7] }', ['7']],
    ['a list that is the whole file', '[\n]', ['[']],
    ['the end of an empty file', '', ['']],
    ['what comes after comments and CRLF', '\uFEFF// mine\r\n{ /* all */ "ignore": ["!a"], }\r\n', ['"!a"']],
  ];
  test.each(cases)('%s', (_, text, expected) => {
    expect(marked(text)).toEqual(expected);
  });
});

describe('JSON may have comments and trailing commas, and an error names its place', () => {
  test.each(['{}', '// why\n{ "rules": {}, }', '{ /* why */ }', '\uFEFF{}'])('%j is read', (text) => {
    expect(readJsonText('/querylens.json', text).error).toBeUndefined();
  });
  test.each([
    ['{ "rules": { } "ignore": [] }', 0, 15, /comma expected/],
    ['{\n  "rules": {', 1, 12, /close brace expected/],
    ['{\n  rules: {}\n}', 1, 2, /invalid symbol/],
  ])('%j is not', (text, line, character, message) => {
    const { error, value } = readJsonText('/querylens.json', text);
    expect(error).toMatchObject({ file: '/querylens.json', start: { line, character } });
    expect(error?.message).toMatch(message);
    expect(value).toBeTypeOf('object');
  });
});
