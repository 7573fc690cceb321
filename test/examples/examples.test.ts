/** Runs every example for real and holds what Query Lens says of each call against what the call did. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { queryLens } from '../cli/queryLens.ts';
import { disagreements, type Explained, type Observation } from './disagreements.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const EXAMPLES = path.join(ROOT, 'examples');
const shops = readdirSync(EXAMPLES).filter((folder) => existsSync(path.join(EXAMPLES, folder, 'bookshop.ts')));
const results = mkdtempSync(path.join(tmpdir(), 'query-lens-examples-'));

afterAll(() => {
  rmSync(results, { recursive: true });
});

describe.each(shops)('the bookshop on %s', (shop) => {
  test('every call does what its label says', async () => {
    const said = await explain(`examples/${shop}/bookshop.ts`);
    expect(said.length).toBeGreaterThan(0);
    expect(disagreements(said, observe(shop))).toEqual([]);
  });

  test('every mistake is found, and nothing else', async () => {
    const file = `examples/${shop}/bookshop.ts`;
    const found = new Set((await check(file)).map(({ line }) => functionAt(file, line)));
    expect([...found].toSorted()).toEqual(mistakes(file).toSorted());
  });
});

/** Runs the example on a Node that strips types, with every call of its bookshop watched. */
function observe(shop: string): Observation {
  const result = path.join(results, `${shop}.json`);
  const observer = path.join(import.meta.dirname, 'observe.mjs');
  const flags = ['--disable-warning=ExperimentalWarning'];
  execFileSync(newerNode(), [...flags, observer, path.join(EXAMPLES, shop, 'main.ts'), result], { encoding: 'utf8' });
  return JSON.parse(readFileSync(result, 'utf8')) as Observation;
}

/** The Node that examples/package.json brings, or this one where no package fits the machine. */
function newerNode(): string {
  const { platform, arch } = process;
  const name = [platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node', platform.replace('32', ''), arch].join(
    '-',
  );
  const { resolve } = createRequire(path.join(EXAMPLES, 'package.json'));
  try {
    return path.join(path.dirname(resolve(`${name}/package.json`)), 'bin', platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return process.execPath;
  }
}

async function explain(file: string): Promise<Explained[]> {
  return (await answer<{ calls: Explained[] }>('explain', file)).calls;
}

async function check(file: string): Promise<{ line: number }[]> {
  return (await answer<{ findings: { line: number }[] }>('check', file)).findings;
}

async function answer<T>(command: string, file: string): Promise<T> {
  const { stdout } = await queryLens([command, file, '--format', 'json'], { cwd: ROOT });
  return JSON.parse(stdout) as T;
}

/** The functions whose comment begins with "Mistake:". */
function mistakes(file: string): string[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  return [...text.matchAll(/^\/\/ Mistake: .*\n(?:\/\/ .*\n)*.*function (\w+)/gm)].map(([, name = '']) => name);
}

/** The top-level function around a line. */
function functionAt(file: string, line: number): string {
  const above = readFileSync(path.join(ROOT, file), 'utf8').split('\n').slice(0, line).toReversed();
  return above.map((text) => /^(?:export )?(?:async )?function (\w+)/.exec(text)?.[1]).find(Boolean) ?? `line ${line}`;
}
