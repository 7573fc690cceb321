/** The package holds what is named here and nothing else, stays small, and runs from where it is installed. */
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VSIX, WORKSPACE } from './extension.ts';
import { installation, startServer } from './server.ts';
import type { VscodeServer } from './server.ts';

const MOST_MEGABYTES = 16;

/** What VS Code unpacks; a pattern where the version of a part decides the names. */
const SHIPPED = [
  /^\.vsixmanifest$/,
  /^(package\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
  /^dist\/(client\.cjs|server\.js|cli\.js|methodReference\.js|methodReference\.css)$/,
  /^dist\/typescript\/(tsc|tsc\.exe|lib\.[\w.]*d\.ts|LICENSE|NOTICE\.txt)$/,
  /^media\/(icon\.png|activity-bar\.svg)$/,
  /^syntaxes\/sql-in-(calls|templates)\.tmLanguage\.json$/,
  /^schemas\/(querylens|catalog)\.schema\.json$/,
];

let server: VscodeServer;
let extension: string;
let files: readonly string[];
beforeAll(async () => {
  server = await startServer({ folder: WORKSPACE, vsix: [VSIX] });
  const folder = readdirSync(server.extensions).find((name) => name.startsWith('query-lens.')) ?? '';
  extension = path.join(server.extensions, folder);
  files = readdirSync(extension, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(extension, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
});
afterAll(() => server.stop());

test('every file is one that is meant to be shipped', () => {
  expect(files.filter((file) => !SHIPPED.some((pattern) => pattern.test(file)))).toEqual([]);
});

test('nothing that is meant to be shipped is missing', () => {
  expect(SHIPPED.filter((pattern) => !files.some((file) => pattern.test(file)))).toEqual([]);
});

test('the manifest names no file that is not there', () => {
  const named = readFileSync(path.join(extension, 'package.json'), 'utf8').matchAll(
    /"\.?\/?((?:dist|media|schemas|syntaxes)\/[^"]+)"/g,
  );
  expect([...named].map(([, file = '']) => file).filter((file) => !files.includes(file))).toEqual([]);
});

test(`it is smaller than ${String(MOST_MEGABYTES)} MB`, () => {
  expect(statSync(VSIX).size).toBeLessThan(MOST_MEGABYTES * 1024 * 1024);
});

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
