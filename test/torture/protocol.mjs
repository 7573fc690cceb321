/** Abuses the protocol: wrong parameters, unknown documents, positions out of range, odd orders, messages in pieces. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { shown, startServer } from './client.mjs';

const TEXT =
  "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nprisma.user.findMany();\n";

const METHODS = [
  'textDocument/inlayHint',
  'textDocument/hover',
  'textDocument/diagnostic',
  'textDocument/codeAction',
  'textDocument/codeLens',
  'inlayHint/resolve',
  'codeAction/resolve',
  'workspace/executeCommand',
  'queryLens/methodReference',
  'queryLens/methodAt',
  'queryLens/serverStatus',
  'no/suchMethod',
];
const NOTIFICATIONS = [
  'textDocument/didOpen',
  'textDocument/didChange',
  'textDocument/didClose',
  'textDocument/didSave',
  'workspace/didChangeConfiguration',
  'workspace/didChangeWatchedFiles',
  'workspace/didChangeWorkspaceFolders',
  '$/cancelRequest',
  '$/setTrace',
  'no/suchNotification',
];

/** Values that are no parameters of anything. */
const NONSENSE = [null, [], {}, { textDocument: null }, { textDocument: { uri: 7 } }, { textDocument: { uri: '' } }];

export async function tortureByProtocol(failures) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'query-lens-torture-'));
  const file = path.join(folder, 'main.ts');
  writeFileSync(file, TEXT);
  const uri = pathToFileURL(file).href;
  let tried = 0;
  // An answer with an error is a right answer to nonsense; what the server logs about it is no failure either.
  const logged = [];
  const server = await startServer(folder, logged);
  const open = (version, text = TEXT) =>
    server.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version, text } });
  await open(1);
  const before = await shown(server, uri, 4);

  for (const params of [...NONSENSE, ...oddPositions(uri), ...oddDocuments(folder)]) {
    await Promise.all(METHODS.map((method) => server.request(method, params)));
    tried += METHODS.length;
  }
  for (const params of NONSENSE) {
    for (const method of NOTIFICATIONS) await server.notify(method, params);
    tried += NOTIFICATIONS.length;
  }
  // Opened twice, changed with an old version and beyond its end, closed twice, changed while closed, opened again.
  await open(1, 'const nothing = 1;');
  await open(2);
  const beyond = { start: { line: 90, character: 90 }, end: { line: 99, character: 0 } };
  const change = (version, contentChanges) =>
    server.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  await change(1, [{ range: beyond, text: ' ' }]);
  await change(3, []);
  await server.notify('textDocument/didClose', { textDocument: { uri } });
  await server.notify('textDocument/didClose', { textDocument: { uri } });
  await change(4, [{ text: '' }]);
  await open(5);
  tried += 8;
  const after = await shown(server, uri, 4);
  if (after !== before) failures.push(`After the abuse it shows\n  ${after}\ninstead of\n  ${before}`);

  tried += await inPieces(server, uri, before, failures);
  tried += await cancelled(server, uri, before, failures);
  if (!server.alive()) failures.push(`The server did not survive: ${logged.at(-1)}`);
  failures.push(...logged.filter((line) => /ended by itself|not answered/.test(line)));
  if (server.alive()) await server.quit();
  rmSync(folder, { recursive: true });
  return tried;
}

function oddPositions(uri) {
  const numbers = [-1, 0.5, 3, 1e6, 2 ** 31, 2 ** 53, Number.NaN, '1', null];
  return numbers.flatMap((line) =>
    numbers.slice(0, 6).map((character) => {
      const position = { line, character };
      const range = { start: position, end: { line: 0, character: 0 } };
      return { textDocument: { uri }, position, range, context: { diagnostics: [] } };
    }),
  );
}

function oddDocuments(folder) {
  const uris = [
    'file:///no/such/file.ts',
    'untitled:x',
    'git:/a.ts?%7B%7D',
    'file://%zz',
    'http://a/b.ts',
    '::',
    pathToFileURL(folder).href,
  ];
  const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  return uris.map((uri) => ({ textDocument: { uri }, range, position: range.start, context: { diagnostics: [] } }));
}

/** One request, cut in two at each of its bytes; a number of the client's own shows which it was. */
async function inPieces(server, uri, before, failures) {
  const params = { textDocument: { uri } };
  const bytesOf = (id) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'textDocument/diagnostic', params });
    return Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const { length } = bytesOf('piece-000');
  for (let cut = 1; cut < length; cut++) {
    const bytes = bytesOf(`piece-${String(cut).padStart(3, '0')}`);
    server.stdin.write(bytes.subarray(0, cut));
    await setImmediate();
    server.stdin.write(bytes.subarray(cut));
  }
  const after = await shown(server, uri, 4);
  if (after !== before) failures.push(`After messages in pieces it shows\n  ${after}\ninstead of\n  ${before}`);
  return length - 1;
}

/** Requests that nobody waits for any more, at once or a little later. */
async function cancelled(server, uri, before, failures) {
  const CANCELLED = 200;
  for (let id = 0; id < CANCELLED; id++) {
    const name = `cancelled-${id}`;
    const send = (message) => {
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    };
    send({ id: name, method: 'textDocument/diagnostic', params: { textDocument: { uri } } });
    if (id % 2 === 0) await setImmediate();
    send({ method: '$/cancelRequest', params: { id: name } });
  }
  const after = await shown(server, uri, 4);
  if (after !== before) failures.push(`After cancelled requests it shows\n  ${after}\ninstead of\n  ${before}`);
  return CANCELLED;
}
