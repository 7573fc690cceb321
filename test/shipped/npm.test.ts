/** The package for npm works where nothing else is. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { LOST, emptyFolder, packForNpm } from './tarball.ts';

let tarball = '';
let folder = '';
let packed = '';
beforeAll(() => {
  packed = emptyFolder('packed');
  folder = emptyFolder('empty');
  tarball = packForNpm(packed);
});
afterAll(() => [folder, packed].forEach((name) => rmSync(name, { recursive: true, force: true })));

/** `npx query-lens <args>`, from the tarball. */
const npx = (...args: readonly string[]) =>
  spawnSync('npx', ['--yes', `--package=${tarball}`, '--', 'query-lens', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, npm_config_update_notifier: 'false', NO_COLOR: '1' },
  });

test('npx query-lens says what to do in an empty folder', () => {
  const { status, stderr } = npx('check');
  expect(stderr).toContain(
    `There is nothing to check: no TypeScript, JavaScript or Python source file was found in ${folder}.`,
  );
  expect(status).toBe(2);
});

test('npx query-lens check finds, and mends, with the TypeScript that came along', () => {
  const file = path.join(folder, 'users.ts');
  writeFileSync(file, LOST);
  const { status, stdout } = npx('check');
  expect(stdout).toContain('users.ts:4:29  error  no-unexecuted-query');
  expect(status).toBe(1);
  expect(npx('check', '--fix').status).toBe(0);
  expect(npx('check').stdout).not.toContain('error');
});

test('npx query-lens tells its version', () => {
  expect(npx('--version').stdout).toBe(`${manifest.version}\n`);
});
