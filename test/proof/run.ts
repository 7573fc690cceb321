/**
 * Proves one library's catalog and prints what it found as JSON: `node run.ts <library>`.
 *
 * It needs a newer Node than the tests, since the newest drivers do; proof.test.ts starts it on one.
 */
import { readFileSync } from 'node:fs';
import type { Catalog } from '../../server/src/catalogs/schema.ts';
import { catalogAt } from '../../server/src/catalogs/versions.ts';
import { inRange } from '../../server/src/languages/typescript/installedVersions.ts';
import { absentFromAll } from './drivers.ts';
import { prove, uncalledByAll, type Report, type Subject } from './prove.ts';

interface Proved {
  readonly reports: Report[];
  /** What could not be run here, and why, in words. */
  readonly leftOut?: readonly string[];
}

// The report alone goes to the standard output; some libraries print there.
console.log = console.error;

const [library = ''] = process.argv.slice(2);
const file = new URL(`../../server/src/catalogs/${library}.json`, import.meta.url);
const catalog = JSON.parse(readFileSync(file, 'utf8')) as Catalog;
const at = (version: string): Catalog => catalogAt(catalog, version, inRange);
const {
  subjects,
  reports: prepared,
  close,
} = (await import(new URL(`subjects/${library}.mjs`, import.meta.url).href)) as {
  readonly subjects?: () => readonly Subject[] | Promise<readonly Subject[]>;
  /** For a library of another language, which is proved in that. */
  readonly reports?: (catalog: Catalog, catalogAt: (version: string) => Catalog) => Promise<Proved>;
  /** Stops what the subjects share, such as a server: the process ends by itself. */
  readonly close?: () => Promise<void>;
};

const { reports, leftOut = [] } = (await prepared?.(catalog, at)) ?? { reports: [] };
for (const subject of (await subjects?.()) ?? []) reports.push(await prove(catalog, subject));
await close?.();
const disagreements = [
  ...reports.flatMap((report) => report.disagreements),
  ...uncalledByAll(reports),
  ...absentFromAll(reports.filter(({ driver }) => driver !== undefined)),
];
process.stdout.write(`${JSON.stringify({ reports, disagreements, leftOut }, null, 2)}\n`);
