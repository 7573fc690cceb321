/**
 * Runs what every refactoring of the Python fixtures makes, on a real Django: it gives what the function gave before,
 * but for the error that a refactoring is there to catch.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyEdits } from '../../server/src/features/fixes.ts';
import { refactorings } from '../../server/src/features/refactorings/refactorings.ts';
import { FIXTURES, catalogs, startEngine, type Engine } from '../fixtures/engine.ts';
import { takeCursors } from '../fixtures/fixture.ts';

interface Python {
  readonly globals: { set(name: string, value: string): void };
  runPythonAsync(code: string): Promise<string>;
}

interface Pythons {
  readonly DJANGO_VERSIONS: readonly string[];
  readonly startPython: (django: string, folders: readonly string[]) => Promise<Python>;
}

/** A module as one refactoring of one function leaves it. */
interface Made {
  readonly text: string;
  readonly kind: string;
  /** `undefined` where it is a method, which is compiled and not called. */
  readonly called: string | undefined;
}

type Outcomes = Readonly<Record<string, readonly [found: string, missing: string]>>;

const FOLDERS = ['django/refactorings', 'django-tenacity/refactorings'];
let engine: Engine;
beforeAll(() => {
  engine = startEngine();
});
afterAll(() => engine.dispose());

test('a refactored function gives what it gave before', { timeout: 600_000 }, async () => {
  const python = await start();
  if (!python) return;
  let number = 0;
  const outcomesOf = async (text: string, functions: readonly string[]): Promise<Outcomes> => {
    python.globals.set('asked', JSON.stringify({ name: `module_${number++}`, text, functions }));
    return JSON.parse(await python.runPythonAsync('json.dumps(await outcomes(**json.loads(asked)))')) as Outcomes;
  };
  const wrong: string[] = [];
  let compared = 0;
  for (const file of FOLDERS.flatMap(fixturesIn)) {
    const { text, offsets } = takeCursors(readFileSync(path.join(FIXTURES, file), 'utf8'));
    const all = await madeOf(file, text, offsets);
    const before = await outcomesOf(text, [...new Set(all.flatMap(({ called }) => called ?? []))]);
    for (const { text: made, kind, called } of all) {
      const after = await outcomesOf(made, called === undefined ? [] : [called]);
      if (called === undefined) continue;
      const expected = (before[called] ?? []).map((outcome) =>
        kind === 'notFound' ? caught(outcome, after[called]) : outcome,
      );
      if (JSON.stringify(after[called]) !== JSON.stringify(expected))
        wrong.push(`${file} ${called} ${kind}: ${JSON.stringify(after[called])}, and not ${JSON.stringify(expected)}`);
      compared++;
    }
  }
  expect(wrong).toEqual([]);
  expect(compared).toBeGreaterThan(30);
});

/** Of a row that is not there: what the function gave, or what it gives when it has caught that. */
function caught(outcome: string, after: readonly string[] | undefined): string {
  if (outcome !== 'DoesNotExist') return outcome;
  const answer = after?.find((given) => given === 'Http404' || given.startsWith('None, '));
  return answer ?? 'Http404 or None';
}

function fixturesIn(folder: string): readonly string[] {
  const names = readdirSync(path.join(FIXTURES, folder));
  return names.filter((name) => name.endsWith('.py')).map((name) => `${folder}/${name}`);
}

async function madeOf(file: string, text: string, offsets: readonly number[]): Promise<readonly Made[]> {
  const analysis = await engine.analyse(file, text);
  return offsets.flatMap((offset) => {
    const called = functionAt(text, offset);
    return refactorings(analysis, catalogs, { start: offset, end: offset }).map(({ kind, edits }) => ({
      text: applyEdits(text, edits),
      kind,
      called,
    }));
  });
}

/** The function at the top level that an offset is in. */
function functionAt(text: string, offset: number): string | undefined {
  const heads = [...text.slice(0, offset).matchAll(/^(?:async )?def (\w+)|^class /gm)];
  return heads.at(-1)?.[1];
}

/** `undefined` where Django can't be had. */
async function start(): Promise<Python | undefined> {
  const module = (await import(new URL('../packages/django/python.mjs', import.meta.url).href)) as Pythons;
  const [newest = ''] = module.DJANGO_VERSIONS;
  const python = await module.startPython(newest, [import.meta.dirname]).catch((error: unknown) => {
    console.warn(`What refactorings of Python make was not run: ${String(error)}`);
    return undefined;
  });
  python?.globals.set('models', readFileSync(path.join(FIXTURES, 'django/models.py'), 'utf8'));
  await python?.runPythonAsync(START);
  return python;
}

const START = `
import json
import bookshop_settings
import threads

bookshop_settings.start(models)
threads.without_loop(bookshop_settings.fill)
from outcomes import outcomes
`;
