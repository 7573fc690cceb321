/** The package for npm, as a release makes it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** An empty folder, outside the repository and every package. */
export const emptyFolder = (name: string): string =>
  mkdtempSync(path.join(realpathSync(tmpdir()), `query-lens-${name}-`));

/** Makes the package in `folder`; returns its file. */
export function packForNpm(folder: string): string {
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/package.mjs'), '--outdir', folder, 'npm'], { cwd: ROOT });
  return path.join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
}

/** A query that is never sent, at line 4. */
export const LOST = `import knex from 'knex';
const db = knex({ client: 'pg' });
export async function remove(id: number) {
  db('users').where({ id }).delete();
}
`;
