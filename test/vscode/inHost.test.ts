/** Runs the mocha tests of host/ inside the extension host of a real VS Code. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VSIX, WORKSPACE } from './extension.ts';
import { startWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const HOST = fileURLToPath(new URL('host', import.meta.url));
const BUNDLES = fileURLToPath(new URL('../../.cache/vscode-host-tests', import.meta.url));

let workbench: Workbench;
beforeAll(async () => {
  await build({
    entryPoints: [path.join(HOST, 'run.ts'), path.join(HOST, 'tests.ts')],
    outdir: BUNDLES,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'mocha'],
  });
  workbench = await startWorkbench({ workspace: WORKSPACE, vsix: [VSIX] });
});
afterAll(() => workbench.stop());

test('the tests inside the extension host pass', async () => {
  const { code, lines } = await workbench.runInHost(HOST, path.join(BUNDLES, 'run.cjs'));
  expect(code, lines.join('\n')).toBe(0);
});
