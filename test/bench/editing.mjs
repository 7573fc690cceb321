/** Plays an editor: starts the language server, opens a file, types, and takes the time until the hints are there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CancellationTokenSource,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  InlayHintRefreshRequest,
  InlayHintRequest,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { treeMemory, treeTime } from './processTree.mjs';

const CAPABILITIES = { workspace: { inlayHint: { refreshSupport: true } }, textDocument: { diagnostic: {} } };

/** What is typed: a line in front of a function, so that every hint below it moves, or a link of its chain. */
const TYPED = {
  prisma: "  const typed = await prisma.user.count({ where: { role: 'ADMIN' } });\n",
  drizzle: '  const typed = await db.select().from(orgs).where(eq(orgs.id, 1));\n',
  kysely: "  const typed = await warehouse.selectFrom('orgs').selectAll().execute();\n",
  django: '    typed = Book.objects.filter(pk=1).count()\n',
  'better-sqlite3': "  const typed = cache.prepare('SELECT 1').all();\n",
};

/** Opens the first file in a server that has just been started, and returns the times in milliseconds. */
export async function timeFirstHint(server, folder, module) {
  const started = performance.now();
  const editor = await startServer([server, '--stdio'], folder);
  const ready = performance.now();
  const document = await editor.open(module);
  await document.hints();
  const shown = performance.now();
  await editor.quit();
  return { fromStart: shown - started, fromOpening: shown - ready };
}

/** Types into each of the modules in turn; resolves with the time each edit took to show, and the memory at the end. */
export async function timeEdits(server, folder, modules, edits) {
  const editor = await startServer([server, '--stdio'], folder);
  const documents = [];
  for (const module of modules) {
    const document = await editor.open(module);
    await document.hints();
    documents.push({ ...document, typed: TYPED[module.kind] });
  }
  const times = [];
  for (let edit = 0; edit < edits; edit++) {
    const { change, hints, typed, text } = documents[edit % documents.length];
    const before = (await hints()).length;
    const at =
      typed === TYPED.django
        ? text.indexOf(':\n', text.search(/^def/m)) + 2
        : text.indexOf('{\n', text.search(/^export (async )?function/m)) + 2;
    const typing = edit % (2 * documents.length) < documents.length;
    const started = performance.now();
    await change(at, typing ? 0 : typed.length, typing ? typed : '');
    const after = (await hints()).length;
    times.push(performance.now() - started);
    if (typing ? after <= before : after >= before)
      throw new Error(`The hints of edit ${edit} are those of the text before it.`);
  }
  const bytes = editor.memory();
  await editor.quit();
  return { times, bytes };
}

/** Starts a language server on a folder; `command` are the arguments of Node. */
export async function startServer(command, folder) {
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onRequest(RegistrationRequest.type, () => undefined);
  connection.onRequest(InlayHintRefreshRequest.type, () => undefined);
  connection.listen();
  const uri = pathToFileURL(folder).href;
  const workspaceFolders = [{ uri, name: 'bench' }];
  await connection.sendRequest(InitializeRequest.method, {
    processId: process.pid,
    // TypeScript's server wants the folder in the old way too.
    rootUri: uri,
    workspaceFolders,
    capabilities: CAPABILITIES,
  });
  await connection.sendNotification(InitializedNotification.type, {});
  return {
    open: (module) => open(connection, path.join(folder, module.file)),
    memory: () => treeMemory(child.pid),
    processorTime: () => treeTime(child.pid),
    /** How long the event loop of a server that was started with loopDelay.mjs has been held at most, since the last time. */
    async longestBlock() {
      child.send('');
      const [longest] = await once(child, 'message');
      return longest;
    },
    async quit() {
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      await exited;
      connection.dispose();
    },
  };
}

async function open(connection, file) {
  const uri = pathToFileURL(file).href;
  const text = readFileSync(file, 'utf8');
  let version = 1;
  const languageId = file.endsWith('.py') ? 'python' : 'typescript';
  const item = { uri, languageId, version, text };
  await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: item });
  const range = { start: { line: 0, character: 0 }, end: { line: 1_000, character: 0 } };
  const textDocument = { uri };
  return {
    text,
    /** The diagnostics of the text as it is. */
    diagnostics: () => connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument }),
    /** Asks for hints, takes that back at once, and resolves with the time until the server has let go, in milliseconds. */
    async cancelled() {
      const source = new CancellationTokenSource();
      const answer = connection.sendRequest(InlayHintRequest.type, { textDocument, range }, source.token);
      const started = performance.now();
      source.cancel();
      await answer.catch(() => undefined);
      return performance.now() - started;
    },
    /** Puts a text at a position of the file as it is now, or takes `length` characters away there. */
    async type(line, character, newText, length = 0) {
      const start = { line, character };
      const end = { line, character: character + length };
      const contentChanges = [{ range: { start, end }, text: newText }];
      const changed = { uri, version: ++version };
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: changed,
        contentChanges,
      });
    },
    hints: async () => (await connection.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range })) ?? [],
    /** Replaces `length` characters of the file's first text, or of what was typed there. */
    change: async (at, length, newText) => {
      const line = text.slice(0, at).split('\n').length - 1;
      const end = length === 0 ? line : line + 1;
      const contentChanges = [
        { range: { start: { line, character: 0 }, end: { line: end, character: 0 } }, text: newText },
      ];
      const textDocument = { uri, version: ++version };
      await connection.sendNotification(DidChangeTextDocumentNotification.type, { textDocument, contentChanges });
    },
  };
}
