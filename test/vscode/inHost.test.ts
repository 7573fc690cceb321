/** Runs the mocha tests of host/ inside the extension host of a real VS Code: the newest one, and the oldest that is promised. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MONOREPO, VSIX, WORKSPACE } from './extension.ts';
import { installation } from './server.ts';
import type { Release } from './server.ts';
import { startWorkbench } from './workbench.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HOST = fileURLToPath(new URL('host', import.meta.url));
const BUNDLES = fileURLToPath(new URL('../../.cache/vscode-host-tests', import.meta.url));

const RELEASES: readonly Release[] = ['newest', 'oldest'];

let monorepo: string;
beforeAll(async () => {
  monorepo = mkdtempSync(path.join(tmpdir(), 'query-lens-monorepo-'));
  cpSync(MONOREPO, monorepo, { recursive: true });
  for (const name of ['orders', 'stock']) installKysely(path.join(monorepo, 'packages', name));
  await build({
    entryPoints: ['run.ts', 'tests.ts', 'editing.ts', 'kinds.ts'].map((name) => path.join(HOST, name)),
    outdir: BUNDLES,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'mocha'],
  });
});

afterAll(() => rmSync(monorepo, { recursive: true }));

/** What says which version a package of the monorepo works with, as its manifest wants it. */
function installKysely(folder: string): void {
  const { dependencies } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    dependencies: { kysely: string };
  };
  const installed = path.join(folder, 'node_modules/kysely');
  mkdirSync(installed, { recursive: true });
  writeFileSync(path.join(installed, 'package.json'), JSON.stringify({ name: 'kysely', version: dependencies.kysely }));
}

test.each(RELEASES)('the tests inside the extension host of the %s VS Code pass', async (release) => {
  // TypeScript would look for mistakes in files whose packages are not there, and keep the editor waiting for that.
  const settings = { 'typescript.validate.enable': false };
  const options = { release, workspace: WORKSPACE, secondRoot: monorepo, vsix: [VSIX], settings };
  const workbench = await startWorkbench(options);
  try {
    const { code, lines } = await workbench.runInHost(HOST, path.join(BUNDLES, 'run.cjs'));
    expect(code, lines.join('\n')).toBe(0);
  } finally {
    await workbench.stop();
  }
});

test('the oldest VS Code that is tested is the one that the manifest promises', () => {
  const { engines } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    engines: { vscode: string };
  };
  const product = path.join(installation('oldest').server, 'package.json');
  const { version } = JSON.parse(readFileSync(product, 'utf8')) as { version: string };
  expect(version.split('.').slice(0, 2)).toEqual(engines.vscode.replace(/^\^/, '').split('.').slice(0, 2));
});
