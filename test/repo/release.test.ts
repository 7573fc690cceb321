/** The release workflow, which nothing here can run, names what is there and leaves no platform out. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import { ROOT } from './sources.ts';

interface Job {
  readonly needs?: string | readonly string[];
  readonly strategy?: { readonly matrix: { readonly include: readonly { readonly target: string }[] } };
  readonly steps: readonly { readonly run?: string }[];
}

const text = readFileSync(path.join(ROOT, '.github/workflows/release.yml'), 'utf8');
const { jobs } = parse(text) as { jobs: Readonly<Record<string, Job>> };
const runsOf = (name: string): string => (jobs[name]?.steps ?? []).map(({ run = '' }) => run).join('\n');

test('every script that it runs exists', () => {
  const scripts = [...text.matchAll(/\bnpm run (\S+)/g)].map(([, name = '']) => name);
  const files = [...text.matchAll(/(?:\bnode |run: )((?:scripts|\.ci)\/\S+)/g)].map(([, file = '']) => file);
  expect(scripts.filter((name) => !Object.hasOwn(manifest.scripts, name))).toEqual([]);
  expect(files.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  expect([scripts.length, files.length]).toEqual([1, 3]);
});

test('every extension runs where it is for before anything is published', () => {
  const targets = ['runs', 'alpine'].flatMap((name) => jobs[name]?.strategy?.matrix.include ?? []);
  const made = readFileSync(path.join(ROOT, 'scripts/packages/targets.mjs'), 'utf8');
  const all = [...made.matchAll(/^ {2}'(\w+-\w+)': \{/gm)].map(([, target = '']) => target);
  expect(targets.map(({ target }) => target).toSorted()).toEqual(all.toSorted());
  expect(all).toHaveLength(8);
  expect(jobs['publish']?.needs).toEqual(['runs', 'alpine']);
});

test('it publishes to both marketplaces and to npm what was tested', () => {
  expect(runsOf('packages')).toMatch(/\.ci\/run[^]*npm run package/);
  expect(runsOf('publish')).toMatch(/vsce publish [^\n]*\.vsix/);
  expect(runsOf('publish')).toMatch(/ovsx@[\d.]+ publish [^\n]*\.vsix/);
  expect(runsOf('publish')).toMatch(/npm publish [^\n]*\.tgz/);
});
