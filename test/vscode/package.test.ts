/** The package runs from where VS Code installs it; what is in it was looked at when it was made. */
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VSIX, WORKSPACE } from './extension.ts';
import { installation, startServer } from './server.ts';
import type { VscodeServer } from './server.ts';

let server: VscodeServer;
let extension: string;
beforeAll(async () => {
  server = await startServer({ folder: WORKSPACE, vsix: [VSIX] });
  const folder = readdirSync(server.extensions).find((name) => name.startsWith('query-lens.')) ?? '';
  extension = path.join(server.extensions, folder);
});
afterAll(() => server.stop());

test.each(['this Node', "VS Code's Node"])(
  'the command line runs on %s, with the TypeScript of the package',
  (which) => {
    const node = which === 'this Node' ? process.execPath : installation().node;
    const printed = execFileSync(
      node,
      [path.join(extension, 'dist/cli.js'), 'explain', 'books.ts', '--format', 'json'],
      {
        cwd: WORKSPACE,
        encoding: 'utf8',
      },
    );
    const { calls } = JSON.parse(printed) as { calls: { method: string; label: string }[] };
    expect(calls.slice(0, 4).map(({ method, label }) => `${method} ${label}`)).toEqual([
      'selectFrom lazy',
      'select lazy',
      'where lazy',
      'execute executing',
    ]);
  },
);

test('the language server answers', async () => {
  const child = spawn(process.execPath, [path.join(extension, 'dist/server.js'), '--stdio'], { stdio: 'pipe' });
  const request = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { processId: null, rootUri: null, capabilities: {} },
  });
  child.stdin.write(`Content-Length: ${String(Buffer.byteLength(request))}\r\n\r\n${request}`);
  let answer = '';
  for await (const chunk of child.stdout) {
    answer += String(chunk);
    if (answer.includes('inlayHintProvider')) break;
  }
  child.kill();
  expect(answer).toContain('inlayHintProvider');
});
