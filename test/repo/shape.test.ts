/** The repository keeps the shape a newcomer counts on: short files, named exports, a page for every rule. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, hasDefaultExport, sourcesBelow } from './sources.ts';

const MOST_LINES = 400;
const MOST_LINES_OF_ARCHITECTURE = 200;

const SOURCES = [...sourcesBelow('server/src'), ...sourcesBelow('client/src')];
const lineCount = (text: string): number => text.trimEnd().split('\n').length;

test('a source file has at most 400 lines', () => {
  const written = SOURCES.filter(({ file }) => !file.includes('.generated.'));
  const long = written.filter(({ text }) => lineCount(text) > MOST_LINES);
  expect(long.map(({ file, text }) => `${file}: ${String(lineCount(text))} lines`)).toEqual([]);
});

test('a source file opens by saying why it exists', () => {
  expect(SOURCES.filter(({ text }) => !text.startsWith('/**')).map(({ file }) => file)).toEqual([]);
});

describe('exports have names', () => {
  test('in every source file', () => {
    expect(SOURCES.filter(hasDefaultExport).map(({ file }) => file)).toEqual([]);
  });
  test.each(['export default 1', 'const a = 1; export { a as default }', "export { default } from './b.ts'"])(
    'unlike %s',
    (text) => {
      expect(hasDefaultExport({ file: 'a.ts', text })).toBe(true);
    },
  );
  test.each(['export const a = 1', "import a from 'b'; export { a }", "export { default as a } from './b.ts'"])(
    'as in %s',
    (text) => {
      expect(hasDefaultExport({ file: 'a.ts', text })).toBe(false);
    },
  );
});

test('the architecture is told in under 200 lines', () => {
  const file = path.join(ROOT, 'docs/architecture.md');
  expect(existsSync(file)).toBe(true);
  expect(lineCount(readFileSync(file, 'utf8'))).toBeLessThan(MOST_LINES_OF_ARCHITECTURE);
});

test('every rule has a page, and every page a rule', () => {
  const names = (folder: string, extension: string): readonly string[] =>
    readdirSync(path.join(ROOT, folder))
      .filter((name) => name.endsWith(extension))
      .map((name) => name.slice(0, -extension.length))
      .toSorted();
  const pages = names('docs/rules', '.md').filter((name) => name !== 'README');
  // A rule's file is named after its id, which has a hyphen; the files they share are named after a function.
  expect(names('server/src/rules', '.ts').filter((name) => name.includes('-'))).toEqual(pages);
  expect(pages).not.toEqual([]);
});
