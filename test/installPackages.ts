/** Installs what the tests need before any of them runs: several would otherwise install into one folder at a time. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { PACKAGE_FOLDERS } from './packages/folders.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

export function setup(): void {
  const folders = ['examples', 'test/monorepo', ...PACKAGE_FOLDERS];
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/setup.mjs'), ...folders], { cwd: ROOT, stdio: 'inherit' });
}
