/** Checks an application over four libraries: every bug planted in it is found, and nothing else is reported. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { queryLens } from '../cli/queryLens.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const APP = import.meta.dirname;

interface Finding {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
}

beforeAll(() => {
  const node = (...args: string[]): void => {
    execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  };
  node('test/app/linkPackages.mjs', APP);
  node('scripts/generate-prisma.mjs', path.join(APP, 'prisma'));
});

describe('an application over four libraries', () => {
  test('is as large as it claims to be', () => {
    expect(sources().length).toBeGreaterThanOrEqual(40);
    expect(planted().length).toBeGreaterThanOrEqual(40);
  });

  test('has its planted bugs reported, and nothing else', async () => {
    const { stdout, exitCode } = await queryLens(['check', 'src', '--format', 'json'], { cwd: APP });
    expect(findingsOf(stdout)).toEqual(planted().toSorted());
    expect(exitCode).toBe(1);
  });

  test('has the same bugs reported where no library is installed', async () => {
    const bare = mkdtempSync(path.join(tmpdir(), 'query-lens-app-'));
    try {
      for (const part of ['src', 'tsconfig.json'])
        cpSync(path.join(APP, part), path.join(bare, part), { recursive: true });
      const { stdout } = await queryLens(['check', 'src', '--format', 'json'], { cwd: bare });
      expect(findingsOf(stdout)).toEqual(planted().toSorted());
    } finally {
      rmSync(bare, { recursive: true });
    }
  });

  test('keeps the labels before and after a syntax error', async () => {
    const file = 'src/broken/half-written.ts';
    const { stdout } = await queryLens(['explain', file, '--format', 'json'], { cwd: APP });
    const { calls } = JSON.parse(stdout) as { calls: { line: number; method: string; label: string }[] };
    const lines = readFileSync(path.join(APP, file), 'utf8').split('\n');
    const error = lines.findIndex((line) => line.endsWith('orgs.')) + 1;
    const told = (side: (line: number) => boolean): string[] =>
      calls.filter(({ line }) => side(line)).map(({ method, label }) => `${method} ${label}`);
    expect(told((line) => line < error)).toEqual(['select lazy', 'from lazy', 'where executing', 'deleteMany lazy']);
    expect(told((line) => line > error)).toEqual(['findMany executing', 'delete lazy', 'where lazy']);
  });
});

function findingsOf(stdout: string): string[] {
  return (JSON.parse(stdout) as { findings: Finding[] }).findings.map(entry).toSorted();
}

const entry = ({ file, line, rule }: Finding): string => `${file}:${line} ${rule}`;

/** The application's own files, relative to it. */
function sources(): string[] {
  return readdirSync(path.join(APP, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[jt]s$/.test(file) && !file.startsWith('generated'))
    .map((file) => `src/${file.replaceAll('\\', '/')}`);
}

/** What the comments `// planted: <rule>` promise; each ends the line of the method name that is marked. */
function planted(): string[] {
  return sources().flatMap((file) =>
    readFileSync(path.join(APP, file), 'utf8')
      .split('\n')
      .flatMap((text, index) => {
        const rule = /\/\/ planted: ([\w-]+)$/.exec(text)?.[1];
        return rule === undefined ? [] : [entry({ file, line: index + 1, rule })];
      }),
  );
}
