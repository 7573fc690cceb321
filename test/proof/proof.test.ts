/** Holds what the catalogs say of each method against a run of the real library: when do its statements leave? */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { newerNode } from './node.ts';
import type { Report } from './prove.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FOLDERS = ['test/packages', 'test/packages/prisma-generated', 'test/packages/prisma-6'];

beforeAll(() => {
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/setup.mjs'), ...FOLDERS], { stdio: 'inherit' });
}, 600_000);

describe.each(['kysely', 'prisma'])('%s', (library) => {
  test('does what its catalog says, method by method, in every installed version', () => {
    const args = ['--disable-warning=ExperimentalWarning', path.join(import.meta.dirname, 'run.ts'), library];
    const printed = execFileSync(newerNode(), args, { encoding: 'utf8', maxBuffer: 1 << 28 });
    const { reports, disagreements } = JSON.parse(printed) as { reports: Report[]; disagreements: string[] };
    expect(disagreements).toEqual([]);
    expect(reports.filter(({ calls }) => calls === 0)).toEqual([]);
  });
});
