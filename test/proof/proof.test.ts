/** Holds what the catalogs say of each method against a run of the real library: when do its statements leave? */
import { execFile, execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtInCatalogs } from '../../server/src/catalogs/index.ts';
import { provedVersions } from '../../server/src/catalogs/provedVersions.ts';
import { PACKAGE_FOLDERS } from '../packages/folders.ts';
import { newerNode } from './node.ts';
import type { Report } from './prove.ts';
import { proofTable, type ProvedLibrary } from './table.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Of the methods that send, now or when awaited, at least this share is shown by a run. */
const LEAST_PROVED = 0.95;

const libraries = readdirSync(path.join(import.meta.dirname, 'subjects'), { withFileTypes: true })
  .filter((entry) => entry.isFile() && /^[a-z0-9-]+\.mjs$/.test(entry.name))
  .map(({ name }) => name.replace('.mjs', ''));
const proved: ProvedLibrary[] = [];

interface Proof {
  readonly reports: Report[];
  readonly disagreements: string[];
  /** What could not be run on this machine, and why. */
  readonly leftOut: string[];
}

beforeAll(() => {
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/setup.mjs'), ...PACKAGE_FOLDERS], { stdio: 'inherit' });
}, 600_000);

afterAll(() => {
  console.log(proofTable(proved));
});

describe.each(libraries)('%s', (library) => {
  test('does what its catalog says, method by method, in every installed version', { timeout: 300_000 }, async () => {
    const args = ['--disable-warning=ExperimentalWarning', path.join(import.meta.dirname, 'run.ts'), library];
    const { stdout } = await promisify(execFile)(newerNode(), args, { encoding: 'utf8', maxBuffer: 1 << 28 });
    const { reports, disagreements, leftOut } = JSON.parse(stdout) as Proof;
    for (const what of leftOut) console.warn(`Not proved here: ${what}`);
    proved.push({ library, reports });
    expect(disagreements).toEqual([]);
    expect(reports.filter(({ calls }) => calls === 0)).toEqual([]);
    // What the method reference says of the proof is what has been run.
    const versions = [...new Set(reports.map(({ version }) => version))];
    const claimed = provedVersions[library]?.filter((version) => !leftOut.some((what) => what.includes(version)));
    expect(claimed).toEqual(versions.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })));
  });
});

test('every catalog has a proof', () => {
  expect(builtInCatalogs.map(({ library }) => library).filter((library) => !libraries.includes(library))).toEqual([]);
});

test('nearly all methods that send are proved by a run', () => {
  const reports = proved.flatMap((library) => library.reports);
  const sum = (pick: (report: Report) => number): number => reports.reduce((total, report) => total + pick(report), 0);
  const sending = sum((report) => report.sending);
  expect((sending - sum((report) => report.unprovedSending)) / sending).toBeGreaterThanOrEqual(LEAST_PROVED);
});
