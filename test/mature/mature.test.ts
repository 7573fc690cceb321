/** Checks an application of three hundred files over all libraries in which nothing is wrong: nothing may be an error. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installPackages } from '../catalogs/installed.ts';
import { queryLens } from '../cli/queryLens.ts';
import { generate } from './generate.ts';

interface Report {
  readonly findings: readonly {
    readonly file: string;
    readonly line: number;
    readonly rule: string;
    readonly severity: string;
  }[];
  readonly summary: { readonly calls: number };
}

/** Three hundred files are read twice, maybe beside other tests. */
const TIMEOUT = 240_000;
const TSC = path.join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
let folder: string;
let written: number;

beforeAll(() => {
  installPackages();
  folder = mkdtempSync(path.join(tmpdir(), 'query-lens-mature-'));
  written = generate(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

test(
  'the application has three hundred files, and each idiom the types of the real library',
  () => {
    expect(written).toBeGreaterThanOrEqual(300);
    const { stdout } = spawnSync(
      process.execPath,
      [TSC, '--project', path.join(folder, 'tsconfig.idioms.json'), '--pretty', 'false'],
      { encoding: 'utf8' },
    );
    expect(stdout).toBe('');
  },
  TIMEOUT,
);

test(
  'nothing in it is an error',
  async () => {
    const { stdout } = await queryLens(['check', 'src', '--format', 'json'], { cwd: folder });
    const { findings, summary } = JSON.parse(stdout) as Report;
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ file, line, rule }) => `${file}:${line} ${rule}`)).toEqual([]);
    // What is not seen is not reported either: about this many calls are.
    expect(summary.calls).toBeGreaterThan(6000);
  },
  TIMEOUT,
);
