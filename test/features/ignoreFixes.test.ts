/** The comment that ignores a finding: where it is written, in which form, and that it does ignore the finding. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findings } from '../../server/src/features/findings.ts';
import { applyEdits } from '../../server/src/features/fixes.ts';
import { ignoreFixes } from '../../server/src/features/ignoreFixes.ts';
import { startEngine, type Engine } from '../fixtures/engine.ts';

let engine: Engine;
beforeAll(() => {
  engine = startEngine();
});
afterAll(() => engine.dispose());

const LINE = 'Ignore no-unexecuted-query on this line';
const FILE = 'Ignore no-unexecuted-query in this file';
const IMPORT = "import { db } from './db.ts';\n";

/** The text after the fix for its one finding; `undefined` when that is not offered. */
async function ignored(text: string, title: string, file = 'kysely/a.tsx'): Promise<string | undefined> {
  const analysis = await engine.analyse(file, text);
  const [finding, ...others] = findings(analysis, {});
  expect(others).toEqual([]);
  const fixes = finding ? ignoreFixes(analysis, finding) : [];
  expect(fixes.every(({ safe }) => !safe)).toBe(true);
  const fix = fixes.find((candidate) => candidate.title === title);
  if (!fix) return undefined;
  const after = applyEdits(text, fix.edits);
  expect(findings(await engine.analyse(file, after), {})).toEqual([]);
  return after;
}

describe('on a line of its own, as far in as the line below', () => {
  /** The code with `#` where the comment goes. */
  const cases: readonly (readonly [about: string, code: string])[] = [
    ['above a statement', "export function a() {\n#  db.deleteFrom('users');\n}\n"],
    [
      'above the first line of a chain',
      "export function a() {\n#\tdb.deleteFrom('users')\n\t\t.where('id', '=', 1);\n}\n",
    ],
    ['below a comment', "export function a() {\n  // why\n#  db.deleteFrom('users');\n}\n"],
    ['at the top', "#db.deleteFrom('users');\n"],
    ['above an arrow function', "export const a = [1].forEach(() => {\n#  db.deleteFrom('users'); });\n"],
  ];
  test.each(cases)('%s', async (_, code) => {
    const [before = '', after = ''] = code.split('#');
    const [indent = ''] = /^\s*/.exec(after) ?? [];
    const comment = `${indent}// query-lens-ignore-next-line no-unexecuted-query: <reason>\n`;
    expect(await ignored(IMPORT + before + after, LINE)).toBe(IMPORT + before + comment + after);
  });

  test('in a file with CRLF it ends like the other lines', async () => {
    const text = `${IMPORT}db.deleteFrom('users');\n`.replaceAll('\n', '\r\n');
    const comment = '// query-lens-ignore-next-line no-unexecuted-query: <reason>\r\n';
    expect(await ignored(text, LINE)).toBe(text.replace('db.delete', `${comment}db.delete`));
  });
});

test('between the tags of JSX it has braces', async () => {
  const text = `${IMPORT}export const a = () => (\n  <ul>\n    {void db.deleteFrom('users')}\n  </ul>\n);\n`;
  const comment = '    {/* query-lens-ignore-next-line no-unexecuted-query: <reason> */}\n';
  expect(await ignored(text, LINE)).toBe(text.replace('    {void', `${comment}    {void`));
});

test('among the attributes of a tag it has none', async () => {
  const text = `${IMPORT}export const a = () => (\n  <ul\n    id={void db.deleteFrom('users')}\n  />\n);\n`;
  const comment = '    // query-lens-ignore-next-line no-unexecuted-query: <reason>\n';
  expect(await ignored(text, LINE)).toBe(text.replace('    id=', `${comment}    id=`));
});

test('a line that begins inside a template literal has no room for it, the file has', async () => {
  const text = `${IMPORT}export const a = \`\n  \${void db.deleteFrom('users')}\n\`;\n`;
  expect(await ignored(text, LINE)).toBeUndefined();
  expect(await ignored(text, FILE)).toBe(`// query-lens-ignore-file no-unexecuted-query: <reason>\n${text}`);
});

describe('for the file it stands at the top, below what has to come first', () => {
  test.each([
    ['nothing', ''],
    ['#!', '#!/usr/bin/env node\n'],
    ['a comment that tools look into', '/**\n * @jest-environment node\n */\n'],
    ['both', '#!/usr/bin/env node\n/* licence */\n'],
  ])('%s', async (_, head) => {
    const text = `${IMPORT}db.deleteFrom('users'); /* end */\n`;
    const comment = '// query-lens-ignore-file no-unexecuted-query: <reason>\n';
    expect(await ignored(head + text, FILE, 'kysely/a.ts')).toBe(head + comment + text);
  });

  test('a comment that shares its line with code is not passed over', async () => {
    const text = `/* all */ ${IMPORT}db.deleteFrom('users'); /* end */\n`;
    expect(await ignored(text, FILE)).toBe(`// query-lens-ignore-file no-unexecuted-query: <reason>\n${text}`);
  });
});

test('a comment in JSX is followed, and without effect is removed with its braces', async () => {
  const comment = '    {/* query-lens-ignore-next-line no-unexecuted-query: shown only */}\n';
  const text = (call: string): string =>
    `${IMPORT}export const a = () => (\n  <ul>\n${comment}    {${call}}\n  </ul>\n);\n`;
  expect(findings(await engine.analyse('kysely/a.tsx', text("void db.deleteFrom('users')")), {})).toEqual([]);
  const idle = text("db.deleteFrom('users').compile().sql");
  const [finding] = findings(await engine.analyse('kysely/a.tsx', idle), {});
  expect(finding?.rule).toBe('unused-ignore');
  expect(applyEdits(idle, finding?.fixes[0]?.edits ?? [])).toBe(idle.replace(comment, ''));
});

test('text between tags is no comment', async () => {
  const text = `${IMPORT}export const a = () => (\n  <ul>\n    // query-lens-ignore-next-line no-unexecuted-query: text\n    {void db.deleteFrom('users')}\n  </ul>\n);\n`;
  const reported = findings(await engine.analyse('kysely/a.tsx', text), {});
  expect(reported.map(({ rule }) => rule)).toEqual(['no-unexecuted-query']);
});

test('a rule that is off has no unused comments, and neither has a file without a library', async () => {
  const comment = '// query-lens-ignore-file no-unexecuted-query: shown only\n';
  const used = await engine.analyse('kysely/a.ts', `${comment}${IMPORT}await db.deleteFrom('users').execute();\n`);
  expect(findings(used, {}).map(({ rule }) => rule)).toEqual(['unused-ignore']);
  expect(findings(used, { 'no-unexecuted-query': 'off' })).toEqual([]);
  expect(findings(used, { 'unused-ignore': 'off' })).toEqual([]);
  expect(findings(await engine.analyse('kysely/a.ts', `${comment}export const a = 1;\n`), {})).toEqual([]);
});
