/** The smaller commands: the reference, help, version, and the server for other editors. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import type { InitializeResult } from 'vscode-languageserver/node';
import manifest from '../../package.json' with { type: 'json' };
import { CLI, queryLens } from './queryLens.ts';

const cwd = import.meta.dirname;

test('methods lists every library, or the one that is named', async () => {
  const { stdout: all, exitCode } = await queryLens(['methods'], { cwd });
  expect(all).toMatch(/^Drizzle {2}/m);
  expect(all).toMatch(/^Kysely {2}/m);
  expect(exitCode).toBe(0);
  const { stdout: one } = await queryLens(['methods', 'Kysely'], { cwd });
  expect(one).not.toMatch(/^Drizzle {2}/m);
  expect(one).toMatch(/^ +selectFrom +lazy +not needed +Starts a SELECT/m);
});

test('methods as JSON is the reference, for the library that is named', async () => {
  const { stdout } = await queryLens(['methods', 'better-sqlite3', '--format', 'json'], { cwd });
  const { libraries } = JSON.parse(stdout) as { libraries: { library: string; methods: object[] }[] };
  expect(libraries.map(({ library }) => library)).toEqual(['better-sqlite3']);
  expect(libraries[0]).not.toHaveProperty('used');
  expect(libraries[0]?.methods).toContainEqual(
    expect.objectContaining({ type: 'Statement', method: 'all', label: 'blocking', asyncEquivalent: null }),
  );
});

test('an unknown library ends it with the names of the known ones', async () => {
  const { stdout, stderr, exitCode } = await queryLens(['methods', 'nobody-knows'], { cwd });
  expect(stderr).toMatch(/There is no catalog for "nobody-knows"\. Name one of .*kysely/);
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
});

test('a reader that stops reading is no failure', async () => {
  const child = spawn(process.execPath, [CLI, 'methods'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  const [exitCode] = (await once(child, 'close')) as [number];
  expect(complaints).toBe('');
  expect(exitCode).toBe(0);
});

test('help has examples and the exit codes', async () => {
  const { stdout, exitCode } = await queryLens(['--help'], { cwd });
  expect(stdout).toContain('query-lens check src/users.ts --fix');
  expect(stdout).toContain('Exit codes: 0 no errors found');
  expect(exitCode).toBe(0);
  expect((await queryLens(['check', '--help'], { cwd })).stdout).toContain('--project <tsconfig>');
});

test("the version is the package's", async () => {
  const { stdout, exitCode } = await queryLens(['--version'], { cwd });
  expect(stdout).toBe(`${manifest.version}\n`);
  expect(exitCode).toBe(0);
});

test('nothing at all is answered with the help, as a mistake', async () => {
  const { stdout, stderr, exitCode } = await queryLens([], { cwd });
  expect(stderr).toContain('Usage: query-lens');
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
});

test.each([[['lsp', '--stdio']], [['lsp']]])('%s serves an editor over standard input and output', async (args) => {
  const server = spawn(process.execPath, [path.resolve(CLI), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void server.kill('SIGKILL'));
  const exited = once(server, 'exit');
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  const params = { processId: null, capabilities: {}, workspaceFolders: null };
  const { serverInfo } = await connection.sendRequest<InitializeResult>('initialize', params);
  expect(serverInfo?.name).toBe('query-lens');
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect((await exited)[0]).toBe(0);
});
