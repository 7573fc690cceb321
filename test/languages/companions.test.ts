/** Which packages rewritten code can import, by what is installed and what is asked for. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { companionsOf } from '../../server/src/languages/typescript/companions.ts';
import { createInstalledVersions } from '../../server/src/languages/typescript/installedVersions.ts';
import { companionsOf as companionsOfPython } from '../../server/src/languages/python/companions.ts';
import { createPythonPackages } from '../../server/src/languages/python/installedVersions.ts';

let root = '';
const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
const ofPython = (file: string): unknown =>
  companionsOfPython(createPythonPackages(), path.join(root, file).replaceAll('\\', '/'));
const ofTypeScript = (file: string): unknown => companionsOf(createInstalledVersions(), path.join(root, file));

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'companions-'));
});
afterEach(() => rmSync(root, { recursive: true }));

test('an ES module is imported by ES modules alone', () => {
  write('node_modules/p-retry/package.json', '{ "version": "7.1.1" }');
  write('esm/package.json', '{ "type": "module" }');
  write('cjs/package.json', '{}');
  expect(ofTypeScript('esm/a.ts')).toEqual({ 'p-retry': '7.1.1' });
  expect(ofTypeScript('esm/a.cts')).toEqual({});
  expect(ofTypeScript('cjs/a.ts')).toEqual({});
});

test('what package.json asks for counts where nothing is installed', () => {
  write('package.json', '{ "type": "module", "dependencies": { "p-retry": "^8.0.0" } }');
  expect(ofTypeScript('src/a.ts')).toEqual({ 'p-retry': '8.0.0' });
});

test('the environment of a Python project tells what it has', () => {
  const packages = '.venv/lib/python3.13/site-packages';
  write(`${packages}/tenacity-9.1.2.dist-info/METADATA`, '');
  write(`${packages}/pytest-8.0.0.dist-info/METADATA`, '');
  expect(ofPython('shop/views.py')).toEqual({ tenacity: '9.1.2' });
});

test.each([
  ['tenacity==9.1.2', { tenacity: '9.1.2' }],
  ['tenacity>=9', { tenacity: '' }],
  ['tenacity-extras==1.0', {}],
])('requirements with %s', (line, expected) => {
  write('requirements.txt', `django==5.2.17\n${line}\n`);
  expect(ofPython('views.py')).toEqual(expected);
});
