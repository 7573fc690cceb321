/** Inlay hints: grouping, modes, ranges and tooltips. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FileAnalysis } from '../../server/src/analysis/judgement.ts';
import { hintsIn, hintTooltip, inlayHints, type HintMode, type HintOptions } from '../../server/src/features/hints.ts';
import { catalogs, startEngine, type Engine } from '../fixtures/engine.ts';

let engine: Engine;
beforeAll(() => {
  engine = startEngine();
});
afterAll(() => engine.dispose());

const PRELUDE =
  "import { eq } from 'drizzle-orm';\nimport { db } from './db.ts';\nimport { users } from './schema.ts';\n";

async function analyse(code: string): Promise<FileAnalysis> {
  return engine.analyse('drizzle/hints.ts', `${PRELUDE}export async function f() {\n${code}\n}\n`);
}

/** The code with every hint written where it is shown. */
async function shown(code: string, mode: HintMode = 'grouped', options?: Partial<HintOptions>): Promise<string> {
  const analysis = await analyse(code);
  let { text } = analysis.facts;
  for (const { offset, text: hint } of inlayHints(analysis, { mode, ...options }).toReversed()) {
    text = `${text.slice(0, offset)}‹${hint}›${text.slice(offset)}`;
  }
  return text.slice(text.indexOf('{\n', PRELUDE.length) + 2, -3);
}

test('neighbours with the same label share one hint', async () => {
  expect(await shown('const q = db.select().from(users).where(eq(users.id, 1));')).toBe(
    'const q = db.select().from(users).where(eq(users.id, 1))‹lazy · never runs›;',
  );
  expect(await shown('await db.select().from(users).limit(1);')).toBe(
    'await db.select().from(users)‹lazy›.limit(1)‹executing · awaited›;',
  );
});

test('a chain broken over lines shows one a line', async () => {
  expect(await shown('await db\n  .select()\n  .from(users).where(eq(users.id, 1))\n  .limit(1);')).toBe(
    'await db\n  .select()‹lazy›\n  .from(users).where(eq(users.id, 1))‹lazy›\n  .limit(1)‹executing · awaited›;',
  );
});

test('a hint stands behind the closing bracket, on whatever line that is', async () => {
  expect(await shown("await db.insert(users).values({\n  name: 'Ann',\n}).returning();")).toBe(
    "await db.insert(users)‹lazy›.values({\n  name: 'Ann',\n})‹lazy›.returning()‹executing · awaited›;",
  );
});

test('a chain inside the arguments of another has hints of its own', async () => {
  expect(await shown('await db.select().from(users).union(db.select().from(users));')).toBe(
    'await db.select().from(users)‹lazy›.union(db.select().from(users)‹lazy›)‹executing · awaited›;',
  );
});

test('each call, only what is sent, or nothing', async () => {
  const code = 'await db.select().from(users).limit(1);';
  expect(await shown(code, 'each')).toBe('await db.select()‹lazy›.from(users)‹lazy›.limit(1)‹executing · awaited›;');
  expect(await shown(code, 'executing')).toBe('await db.select().from(users).limit(1)‹executing · awaited›;');
  expect(await shown(code, 'off')).toBe(code);
});

test('labels that are switched off carry no hint, the others do', async () => {
  const code = 'await db.select().from(users).limit(1);';
  expect(await shown(code, 'each', { labels: { lazy: false } })).toBe(
    'await db.select().from(users).limit(1)‹executing · awaited›;',
  );
  expect(await shown(code, 'grouped', { labels: { executing: false, lazy: true } })).toBe(
    'await db.select().from(users)‹lazy›.limit(1);',
  );
});

test('a hint that is too long loses its remarks first, and a part of its label last', async () => {
  const code = 'for (;;) await db.$count(users);';
  const cut = (maximumLength: number): Promise<string> => shown(code, 'grouped', { maximumLength });
  expect(await cut(0)).toContain('‹executing · awaited · in a loop›');
  expect(await cut(31)).toContain('‹executing · awaited · in a loop›');
  expect(await cut(30)).toContain('‹executing · awaited · …›');
  expect(await cut(20)).toContain('‹executing · …›');
  expect(await cut(8)).toContain('‹executi…›');
});

test('the tooltip links to the method reference where there is one', async () => {
  const analysis = await analyse('db.select().from(users);');
  const [hint] = inlayHints(analysis, { mode: 'grouped' });
  expect(hint && hintTooltip(analysis, catalogs, hint, true)).toMatch(
    /^- \[`select`\]\(command:queryLens\.showMethod\?%5B%22drizzle%22/,
  );
});

test('a range has the hints that stand in it', async () => {
  const analysis = await analyse('await db.$count(users);\nawait db.$count(users);');
  const all = inlayHints(analysis, { mode: 'grouped' });
  const [first, second] = all;
  expect(hintsIn(all, { start: 0, end: first?.offset ?? 0 })).toEqual([first]);
  expect(hintsIn(all, { start: (first?.offset ?? 0) + 1, end: 10_000 })).toEqual([second]);
});

test('the tooltip lists the calls', async () => {
  const analysis = await analyse('db.select().from(users);');
  const tooltips = inlayHints(analysis, { mode: 'grouped' }).map((hint) =>
    hintTooltip(analysis, catalogs, hint, false).split('\n'),
  );
  expect(tooltips).toEqual([
    [
      expect.stringMatching(/^- `select` \*\*lazy\*\*: .+\.$/),
      expect.stringMatching(/^- `from` \*\*lazy · never runs\*\*: .+\.$/),
    ],
  ]);
});

test('a file without queries has no hints', async () => {
  expect(await shown('console.log([1, 2].map(String));')).toBe('console.log([1, 2].map(String));');
});
