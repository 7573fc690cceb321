/** `npm run package` makes an extension for every platform and the package for npm, and its check means it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, emptyFolder } from './tarball.ts';

let folder = '';
let printed = '';
beforeAll(() => {
  folder = emptyFolder('packages');
  const script = path.join(ROOT, 'scripts/package.mjs');
  // Each is opened by the script itself: files, size, bundles, binary.
  printed = execFileSync(process.execPath, [script, '--outdir', folder], { cwd: ROOT, encoding: 'utf8' });
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const check = (file: string) =>
  spawnSync(process.execPath, [path.join(ROOT, 'scripts/packages/check.mjs'), path.join(folder, file)], {
    encoding: 'utf8',
  });

const TARGETS = ['alpine', 'darwin', 'linux', 'win32'].flatMap((system) => [`${system}-arm64`, `${system}-x64`]);

test('there is one for every platform, and each was looked at', () => {
  const wanted = TARGETS.map((target) => `query-lens-${target}.vsix`);
  expect(readdirSync(folder).filter((name) => name.endsWith('.vsix'))).toEqual(wanted);
  expect(wanted.filter((name) => !new RegExp(`^${name}: \\d+ files, [\\d.]+ MB$`, 'm').test(printed))).toEqual([]);
});

test('an extension for another platform is refused', () => {
  copyFileSync(path.join(folder, 'query-lens-linux-x64.vsix'), path.join(folder, 'query-lens-linux-arm64.vsix'));
  const { status, stderr } = check('query-lens-linux-arm64.vsix');
  expect(stderr).toContain('extension/dist/typescript/tsc is not made for linux-arm64');
  expect(status).toBe(1);
});

test('an extension without its binary, with another one, is refused', () => {
  copyFileSync(path.join(folder, 'query-lens-linux-x64.vsix'), path.join(folder, 'query-lens-win32-x64.vsix'));
  const { status, stderr } = check('query-lens-win32-x64.vsix');
  expect(stderr).toContain('extension/dist/typescript/tsc is not named in contents.mjs');
  expect(stderr).toContain('extension/dist/typescript/tsc.exe is missing');
  expect(status).toBe(1);
});

test.each([
  ['a file more', (home: string) => writeFileSync(path.join(home, '.env'), 'SECRET=1'), 'package/.env is not named'],
  ['a file less', (home: string) => rmSync(path.join(home, 'LICENSE')), 'package/LICENSE is missing'],
  [
    'a bundle that does not run',
    (home: string) => writeFileSync(path.join(home, 'dist/server.js'), "import './lost.js';"),
    'dist/server.js does not answer',
  ],
])('a package for npm with %s is refused', (_, spoil, complaint) => {
  const scratch = path.join(folder, 'spoilt');
  mkdirSync(scratch);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz') && name !== 'spoilt.tgz') ?? '';
  execFileSync('tar', ['xzf', path.join(folder, tarball), '-C', scratch]);
  spoil(path.join(scratch, 'package'));
  execFileSync('tar', ['czf', path.join(folder, 'spoilt.tgz'), '-C', scratch, 'package']);
  rmSync(scratch, { recursive: true });
  const { status, stderr } = check('spoilt.tgz');
  expect(stderr).toContain(complaint);
  expect(status).toBe(1);
});
