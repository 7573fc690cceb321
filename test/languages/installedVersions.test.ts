/** Which version a file works with: what is installed nearest above it, else what package.json asks for. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCatalogSet } from '../../server/src/catalogs/catalogSet.ts';
import type { Catalog } from '../../server/src/catalogs/schema.ts';
import { createInstalledVersions, inRange } from '../../server/src/languages/typescript/installedVersions.ts';

const catalog = (library: string, ...packages: string[]): Catalog => ({
  library,
  title: library,
  language: 'typescript',
  packages: packages.map((name) => ({ name, versions: '*' })),
  docs: 'https://example.org/',
  modules: {},
  types: {},
});
const catalogs = createCatalogSet([catalog('orm', 'orm'), catalog('driver', '@scope/driver', 'driver')], inRange);

let root = '';
const write = (file: string, json: unknown): void => {
  const name = path.join(root, file);
  mkdirSync(path.dirname(name), { recursive: true });
  writeFileSync(name, typeof json === 'string' ? json : JSON.stringify(json));
};
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'versions-'));
  write('node_modules/orm/package.json', { version: '7.2.0' });
  write('packages/old/node_modules/orm/package.json', { version: '6.1.0' });
  write('packages/old/src/a.ts', '');
  write('packages/asks/package.json', { devDependencies: { '@scope/driver': '^3.1.0', driver: '1.0.0' } });
  write('packages/any/package.json', { dependencies: { driver: 'workspace:*', orm: 'latest' } });
  write('packages/broken/node_modules/orm/package.json', '{ "version": ');
});
afterAll(() => rmSync(root, { recursive: true }));

test.each([
  ['packages/old/src', { orm: '6.1.0' }],
  ['packages/new/src', { orm: '7.2.0' }],
  ['packages/asks', { orm: '7.2.0', driver: '3.1.0' }],
  ['packages/any', { orm: '7.2.0' }],
  ['packages/broken', { orm: '7.2.0' }],
])('%s', (folder, expected) => {
  expect(createInstalledVersions().at(path.join(root, folder), catalogs)).toEqual(expected);
});

test('what has been installed since is found after clear', () => {
  const versions = createInstalledVersions();
  const folder = path.join(root, 'packages/later');
  expect(versions.at(folder, catalogs)).toEqual({ orm: '7.2.0' });
  write('packages/later/node_modules/orm/package.json', { version: '8.0.0' });
  versions.clear();
  expect(versions.at(folder, catalogs)).toEqual({ orm: '8.0.0' });
});
