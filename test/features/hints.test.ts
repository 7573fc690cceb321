/** Inlay hints: grouping, modes, ranges and tooltips. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FileAnalysis } from '../../server/src/analysis/judgement.ts';
import { hintTooltip, inlayHints, type HintMode } from '../../server/src/features/hints.ts';
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
async function shown(code: string, mode: HintMode = 'grouped'): Promise<string> {
  const analysis = await analyse(code);
  let { text } = analysis.facts;
  for (const { offset, text: hint } of inlayHints(analysis, mode).toReversed()) {
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

test('a range has the hints that stand in it', async () => {
  const analysis = await analyse('await db.$count(users);\nawait db.$count(users);');
  const [first, second] = inlayHints(analysis, 'grouped');
  expect(inlayHints(analysis, 'grouped', { start: 0, end: first?.offset ?? 0 })).toEqual([first]);
  expect(inlayHints(analysis, 'grouped', { start: (first?.offset ?? 0) + 1, end: 10_000 })).toEqual([second]);
});

test('the tooltip lists the calls', async () => {
  const analysis = await analyse('db.select().from(users);');
  const tooltips = inlayHints(analysis, 'grouped').map((hint) => hintTooltip(analysis, catalogs, hint).split('\n'));
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
