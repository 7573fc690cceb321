/**
 * Proves one library's catalog and prints what it found as JSON: `node run.ts <library>`.
 *
 * It needs a newer Node than the tests, since the newest drivers do; proof.test.ts starts it on one.
 */
import { readFileSync } from 'node:fs';
import type { Catalog } from '../../server/src/catalogs/schema.ts';
import { absentFromAll } from './drivers.ts';
import { prove, uncalledByAll, type Report, type Subject } from './prove.ts';

// The report alone goes to the standard output; some libraries print there.
console.log = console.error;

const [library = ''] = process.argv.slice(2);
const file = new URL(`../../server/src/catalogs/${library}.json`, import.meta.url);
const catalog = JSON.parse(readFileSync(file, 'utf8')) as Catalog;
const { subjects, close } = (await import(new URL(`subjects/${library}.mjs`, import.meta.url).href)) as {
  readonly subjects: () => readonly Subject[] | Promise<readonly Subject[]>;
  /** Stops what the subjects share, such as a server: the process ends by itself. */
  readonly close?: () => Promise<void>;
};

const reports: Report[] = [];
for (const subject of await subjects()) reports.push(await prove(catalog, subject));
await close?.();
const disagreements = [
  ...reports.flatMap((report) => report.disagreements),
  ...uncalledByAll(reports),
  ...absentFromAll(reports.filter(({ driver }) => driver !== undefined)),
];
process.stdout.write(`${JSON.stringify({ reports, disagreements }, null, 2)}\n`);
