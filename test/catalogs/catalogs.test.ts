/** The catalogs that come with Query Lens are sound, complete in what a reader is shown, and all in the index. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtInCatalogs } from '../../server/src/catalogs/index.ts';
import type { Method } from '../../server/src/catalogs/schema.ts';
import { validateCatalog } from '../../server/src/catalogs/validate.ts';
import { schemaProblems } from './jsonSchema.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FOLDER = path.join(ROOT, 'server/src/catalogs');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json') && name !== 'catalog.schema.json');

describe.each(files)('%s', (file) => {
  const json = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Record<string, unknown>;

  test('passes the validator, which changes nothing of it', () => {
    const { catalog, problems } = validateCatalog(json);
    expect({ $schema: json['$schema'], ...catalog }).toEqual(json);
    expect(problems).toEqual([]);
  });

  test('passes the JSON schema, and names it for editors', () => {
    expect(schemaProblems(json)).toEqual([]);
    expect(json).toMatchObject({ $schema: './catalog.schema.json' });
  });

  test('is named after its library', () => {
    expect(json).toMatchObject({ library: path.basename(file, '.json') });
  });
});

describe.each(builtInCatalogs.map((catalog) => ({ library: catalog.library, catalog })))('$library', ({ catalog }) => {
  const shown = Object.entries(catalog.types).flatMap(([type, { methods, call, tag }]) =>
    Object.entries({ ...methods, ...(call && { '(call)': call }), ...(tag && { '(tag)': tag }) }).map(
      ([name, method]): [string, Method] => [`${type}.${name}`, method],
    ),
  );

  test('describes types and methods in sentences', () => {
    const descriptions = [
      ...Object.entries(catalog.types).map(([name, { description }]) => [name, description] as const),
      ...shown.map(([name, { description }]) => [name, description] as const),
      ...(catalog.surprises ?? []).map((surprise) => ['surprises', surprise] as const),
    ];
    expect(descriptions.filter(([, text]) => !/^[A-Z\d`].*[^.]\.$/.test(text))).toEqual([]);
  });

  test('links methods to pages of the web, and nearly all of them', () => {
    const links = shown.flatMap(([, { docs }]) => (docs === undefined ? [] : [new URL(docs, catalog.docs)]));
    expect(links.filter(({ protocol }) => protocol !== 'https:')).toEqual([]);
    expect(links.length).toBeGreaterThan(shown.length * 0.9);
  });
});

test('the index has every catalog', () => {
  const libraries = builtInCatalogs.map(({ library }) => `${library}.json`);
  expect(libraries.toSorted()).toEqual(files.toSorted());
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/generate-catalog-index.mjs'), '--check']);
});
