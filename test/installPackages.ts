/** Installs what the tests need before any of them runs: several would otherwise install into one folder at a time. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
const FOLDERS = ['examples', 'test/packages', 'test/packages/prisma-6', 'test/packages/prisma-generated'];

export function setup(): void {
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/setup.mjs'), ...FOLDERS], { cwd: ROOT, stdio: 'inherit' });
}
