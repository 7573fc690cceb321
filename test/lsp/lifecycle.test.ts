/** A server's life: the handshake, stale and cancelled requests, changes on disk, dying processes, the end. */
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test, vi } from 'vitest';
import { CancellationTokenSource, DidChangeWatchedFilesNotification, LSPErrorCodes } from 'vscode-languageserver/node';
import { RESTART_COMMAND } from '../../server/src/protocol/requests.ts';
import { DB, temporaryProject } from '../cli/temporaryProject.ts';
import { startEditor } from './editor.ts';
import type { Editor } from './editor.ts';
import { runningProcesses } from './processes.ts';

const USERS = `import { db } from './db.js';
export const users = () => db.selectFrom('users').selectAll().execute();
`;
const LABELLED = "db.selectFrom('users').selectAll()‹lazy›.execute()‹executing›";

test('the handshake names what the server can do', async () => {
  const { folder } = temporaryProject({});
  const { handshake } = await startEditor({ folder });
  expect(handshake.capabilities).toMatchObject({
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: 2 },
    hoverProvider: true,
    inlayHintProvider: { resolveProvider: true },
    codeLensProvider: {},
    diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false },
    codeActionProvider: { codeActionKinds: ['quickfix', 'refactor.rewrite', 'source.fixAll.queryLens'] },
    executeCommandProvider: { commands: [RESTART_COMMAND] },
    workspace: { workspaceFolders: { supported: true } },
  });
});

test('a cancelled request is answered as cancelled, and the next one in full', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS);
  const cancellation = new CancellationTokenSource();
  const cancelled = document.hints(cancellation.token);
  cancellation.cancel();
  await expect(cancelled).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  expect(await document.withHints()).toContain(LABELLED);
});

test('a request is outdated once the document has changed', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS);
  const answers = Promise.allSettled([document.hints(), document.diagnostics()]);
  await document.edit('users =', 'everybody =');
  expect(await answers).toMatchObject([
    { status: 'rejected', reason: { code: LSPErrorCodes.ContentModified } },
    { status: 'rejected', reason: { code: LSPErrorCodes.ServerCancelled, data: { retriggerRequest: true } } },
  ]);
  expect(await document.withHints()).toContain(LABELLED);
});

test('a change in another open document changes what is shown, and the client is told', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/other.ts': 'export const db = 1;' });
  const editor = await startEditor({ folder });
  const other = await editor.open('export const db = 1;\n', { file: 'src/other.ts' });
  const document = await editor.open(USERS.replace('db.js', 'other.js'));
  expect(await document.hints()).toEqual([]);
  await other.edit('export const db = 1;', "export { db } from './db.js';");
  await editor.until(({ refreshedHints }) => refreshedHints > 0);
  expect(await document.withHints()).toContain(LABELLED);
});

test('a change on disk changes what is shown, and the client is told', async () => {
  const project = temporaryProject({});
  const editor = await startEditor(project);
  const document = await editor.open(USERS);
  expect(await document.hints()).toEqual([]);
  await editor.until(({ registrations }) =>
    registrations.some(({ method }) => method === 'workspace/didChangeWatchedFiles'),
  );
  const report = async (type: 1 | 3): Promise<void> => {
    const refreshed = editor.received.refreshedDiagnostics;
    const changes = [{ uri: pathToFileURL(project.path('src/db.ts')).href, type }];
    await editor.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    await editor.until(({ refreshedDiagnostics }) => refreshedDiagnostics > refreshed);
  };
  project.write('src/db.ts', DB);
  await report(1);
  expect(await document.withHints()).toContain(LABELLED);
  rmSync(project.path('src/db.ts'));
  await report(3);
  expect(await document.hints()).toEqual([]);
});

test('the death of the TypeScript process is survived, and what is open stays as it is in the editor', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS);
  expect(await document.withHints()).toContain(LABELLED);
  for (const pid of childrenOf(editor)) process.kill(pid, 'SIGKILL');
  await document.edit('users =', 'everybody =');
  expect(await document.withHints()).toContain(`everybody = () => ${LABELLED}`);
  expect(editor.received.log.filter((line) => line.includes('TypeScript process ended'))).toHaveLength(1);
});

test('the TypeScript process is started anew on request', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS);
  await document.hints();
  const before = childrenOf(editor);
  await editor.connection.sendRequest('workspace/executeCommand', { command: RESTART_COMMAND });
  await editor.until(({ refreshedHints }) => refreshedHints > 0);
  expect(await document.withHints()).toContain(LABELLED);
  expect(childrenOf(editor).filter((pid) => before.includes(pid))).toEqual([]);
});

test('a TypeScript process that is stuck is started anew on request', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS);
  await document.hints();
  const before = childrenOf(editor);
  editor.holdUp();
  await editor.connection.sendRequest('workspace/executeCommand', { command: RESTART_COMMAND });
  expect(await document.withHints()).toContain(LABELLED);
  expect(before.filter(isRunning)).toEqual([]);
});

test('an unknown command and an unknown request do no harm', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const { connection } = editor;
  expect(await connection.sendRequest('workspace/executeCommand', { command: 'nobody.knows' })).toBeNull();
  await expect(connection.sendRequest('queryLens/nobodyKnows')).rejects.toThrow('Unhandled method');
  expect(await (await editor.open(USERS)).withHints()).toContain(LABELLED);
});

test('shut down, the server ends with everything it started', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  await (await editor.open(USERS)).hints();
  const children = childrenOf(editor);
  expect(children).not.toEqual([]);
  expect(await editor.quit()).toBe(0);
  await vi.waitFor(() => expect(children.filter(isRunning)).toEqual([]), { timeout: 30_000 });
});

test('it is shut down while the TypeScript process is stuck or dead', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  for (const signal of ['SIGSTOP', 'SIGKILL'] as const) {
    const editor = await startEditor({ folder });
    await (await editor.open(USERS)).hints();
    const children = childrenOf(editor);
    for (const pid of children) process.kill(pid, signal);
    expect(await editor.quit()).toBe(0);
    await vi.waitFor(() => expect(children.filter(isRunning)).toEqual([]), { timeout: 30_000 });
  }
});

test('its input closed or itself terminated, the server leaves no process behind', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const ends: readonly ((editor: Editor) => unknown)[] = [
    ({ server }) => server.stdin.end(),
    ({ server }) => server.kill('SIGTERM'),
  ];
  for (const end of ends) {
    const editor = await startEditor({ folder });
    await (await editor.open(USERS)).hints();
    const all = [editor.server.pid ?? 0, ...childrenOf(editor)];
    expect(all.length).toBeGreaterThan(1);
    end(editor);
    await vi.waitFor(() => expect(all.filter(isRunning)).toEqual([]), { timeout: 30_000 });
  }
});

function childrenOf(editor: Editor): readonly number[] {
  return editor.children();
}

function isRunning(child: number): boolean {
  return runningProcesses().some(({ pid }) => pid === child);
}
