/** Runs the bookshop on Django in a Python of its own, and holds what is said of each call against what the call did. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { queryLens } from '../cli/queryLens.ts';
import { disagreements, type Explained, type Observation } from './disagreements.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FILE = 'examples/django/bookshop.py';
const RUN = `
import json
from observe import observe

json.dumps(await observe("/site"))
`;

interface Python {
  runPythonAsync(code: string): Promise<string>;
}

interface Pythons {
  readonly DJANGO_VERSIONS: readonly string[];
  readonly startPython: (django: string, folders: readonly string[]) => Promise<Python>;
}

test('every call does what its label says', { timeout: 900_000 }, async () => {
  const { calls } = await answer<{ calls: Explained[] }>('explain');
  expect(calls.length).toBeGreaterThan(30);
  const seen = await observe();
  expect(seen ? disagreements(calls, seen) : []).toEqual([]);
});

test('every mistake is found, and nothing else', async () => {
  const { findings } = await answer<{ findings: { line: number }[] }>('check');
  const lines = readFileSync(path.join(ROOT, FILE), 'utf8').split('\n');
  const functionAt = (line: number): string => {
    const above = lines.slice(0, line).toReversed();
    return above.map((text) => /^(?:async )?def (\w+)/.exec(text)?.[1]).find(Boolean) ?? `line ${line}`;
  };
  const mistakes = lines.flatMap((text, index) => (text.startsWith('# Mistake: ') ? functionAt(index + 2) : []));
  expect([...new Set(findings.map(({ line }) => functionAt(line)))].toSorted()).toEqual(mistakes.toSorted());
});

/** `undefined` where Django can't be had. */
async function observe(): Promise<Observation | undefined> {
  const module = (await import(new URL('../packages/django/python.mjs', import.meta.url).href)) as Pythons;
  const [newest = ''] = module.DJANGO_VERSIONS;
  const folders = [path.join(ROOT, 'examples/django'), path.join(import.meta.dirname, 'django')];
  const python = await module.startPython(newest, folders).catch((error: unknown) => {
    console.warn(`The bookshop on Django was not run: ${String(error)}`);
    return undefined;
  });
  return python && (JSON.parse(await python.runPythonAsync(RUN)) as Observation);
}

async function answer<T>(command: string): Promise<T> {
  const { stdout } = await queryLens([command, FILE, '--format', 'json'], { cwd: ROOT });
  return JSON.parse(stdout) as T;
}
