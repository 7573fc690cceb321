/** A language server under torture: every request is watched, and so is whether the server lives. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';

const SERVER = path.resolve(fileURLToPath(import.meta.url), '../../../dist/server.js');

/** A request that takes longer than this, in milliseconds, counts as never answered. */
const PATIENCE_MS = 180_000;

/** Starts a server for a folder. `failures` collects, in sentences, whatever should not have happened. */
export async function startServer(folder, failures) {
  const child = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let stderr = '';
  let ended = false;
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const exited = once(child, 'exit').then(([code]) => {
    if (!ended) failures.push(`The server ended by itself (${code}): ${stderr.slice(-500)}`);
    return code;
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/inlayHint/refresh', () => null);
  connection.onRequest('workspace/diagnostic/refresh', () => null);
  // What the server logs as an error is a failure that it survived, and one all the same.
  connection.onNotification('window/logMessage', ({ type, message }) => {
    if (type === 1) failures.push(`The server logged: ${message.slice(0, 1000)}`);
  });
  connection.listen();
  let open = 0;

  /** Resolves with the result or the error; says so when neither comes. */
  async function request(method, params) {
    open++;
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, { late: true });
    });
    const answer = connection.sendRequest(method, params).then(
      (result) => ({ result }),
      (/** @type {unknown} */ error) => ({ error }),
    );
    const outcome = await Promise.race([answer, late, exited.then(() => ({ error: new Error('The server ended.') }))]);
    clearTimeout(timer);
    if (outcome.late) failures.push(`${method} was not answered: ${JSON.stringify(params).slice(0, 300)}`);
    open--;
    return outcome;
  }

  const uri = pathToFileURL(folder).href;
  await request('initialize', {
    processId: process.pid,
    workspaceFolders: [{ uri, name: 'torture' }],
    capabilities: { workspace: { inlayHint: { refreshSupport: true } }, textDocument: { diagnostic: {} } },
  });
  await connection.sendNotification('initialized', {});
  return {
    pid: child.pid,
    stdin: child.stdin,
    request,
    notify: (method, params) => connection.sendNotification(method, params),
    unanswered: () => open,
    alive: () => child.exitCode === null && child.signalCode === null,
    async quit() {
      ended = true;
      await request('shutdown', null);
      await connection.sendNotification('exit');
      await exited;
      connection.dispose();
    },
    kill() {
      ended = true;
      connection.dispose();
      child.kill('SIGKILL');
      return exited;
    },
  };
}

/** Everything that is shown of a document, in a form that can be compared. */
export async function shown(server, uri, lines) {
  const textDocument = { uri };
  const range = { start: { line: 0, character: 0 }, end: { line: lines, character: 0 } };
  // Diagnostics wait for the analysis of the last text; until then hints are those of the text before, shifted.
  const diagnostics = await server.request('textDocument/diagnostic', { textDocument });
  const hints = await server.request('textDocument/inlayHint', { textDocument, range });
  if (hints.result === undefined || diagnostics.result === undefined) return undefined;
  const marks = (hints.result ?? []).map(({ position, label }) => [position.line, position.character, textOf(label)]);
  const reports = (diagnostics.result.items ?? []).map(({ range: at, code }) => [
    at.start.line,
    at.start.character,
    code,
  ]);
  return JSON.stringify({ marks, reports });
}

const textOf = (label) => (typeof label === 'string' ? label : label.map(({ value }) => value).join(''));
