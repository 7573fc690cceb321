/**
 * Random edits, truncations and splices of every fixture, through the server: nothing may crash or stay unanswered,
 * and what is shown in the end has to be what a server shows that has seen only the last text.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { shown, startServer } from './client.mjs';
import { below, pick, randomFrom } from './random.mjs';

const FIXTURES = path.resolve(fileURLToPath(import.meta.url), '../../fixtures');
const LANGUAGES = { '.ts': 'typescript', '.tsx': 'typescriptreact', '.js': 'javascript', '.py': 'python' };
const NOISE = [
  '(',
  ')',
  '{',
  '}',
  '`',
  '${',
  "'",
  '"',
  '/*',
  '//',
  'await ',
  '.',
  '?.',
  '!',
  ';',
  '\n',
  '\r\n',
  '\u0000',
  '\ud83d',
  '=>',
];
/** Edits between two questions whose answers are waited for; those of the edits in between overtake each other. */
const IN_A_BURST = 5;

export async function tortureByEdits(edits, seed, library, failures) {
  const files = readdirSync(FIXTURES, { recursive: true })
    .filter((file) => path.extname(file) in LANGUAGES && file.includes(path.sep) && !file.includes('node_modules'))
    .filter((file) => library === undefined || file.startsWith(library + path.sep))
    .toSorted((a, b) => (a < b ? -1 : 1));
  const texts = files.map((file) => readFileSync(path.join(FIXTURES, file), 'utf8'));
  const random = randomFrom(seed);
  const server = await startServer(FIXTURES, failures);
  // It sees no text but the last ones.
  const fresh = await startServer(FIXTURES, failures);
  const share = Math.ceil(edits / files.length);
  let made = 0;
  for (const [index, file] of files.entries()) {
    const uri = pathToFileURL(path.join(FIXTURES, file)).href;
    const languageId = LANGUAGES[path.extname(file)];
    const wanted = Math.min(share, edits - made);
    const last = await editOne(server, { uri, languageId, text: texts[index] }, texts, wanted, random, failures);
    made += wanted;
    await compare(server, fresh, { uri, languageId, file }, last, failures);
    await server.notify('textDocument/didClose', { textDocument: { uri } });
    if (process.stderr.isTTY) process.stderr.write(`\r${made} of ${edits} edits, ${failures.length} failures`);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  if (server.unanswered() > 0) failures.push(`${server.unanswered()} requests were left unanswered.`);
  await Promise.all([server.quit(), fresh.quit()]);
  return made;
}

/** Edits one document; resolves with its last text. */
async function editOne(server, { uri, languageId, text }, texts, edits, random, failures) {
  let document = TextDocument.create(uri, languageId, 1, text);
  await server.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  for (let edit = 0; edit < edits; edit++) {
    // Now and then the text is what it was, or it would soon be nothing but noise.
    const change = edit % 25 === 24 ? { text } : changeOf(document, texts, random);
    const version = document.version + 1;
    document = TextDocument.update(document, [change], version);
    await server.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [change] });
    const asked = ask(server, uri, document, random);
    if (edit % IN_A_BURST === 0) await asked;
    if (!server.alive()) {
      failures.push(`The server died of edit ${edit} in ${uri}.`);
      break;
    }
  }
  return document.getText();
}

function changeOf(document, texts, random) {
  const { length } = document.getText();
  const start = below(random, length + 1);
  const kind = below(random, 5);
  // A truncation, a deletion, noise, a splice of another fixture, a piece of the text itself.
  const end = kind === 0 && random() < 0.2 ? length : Math.min(length, start + (kind === 2 ? 0 : below(random, 60)));
  const source = kind === 3 ? pick(random, texts) : document.getText();
  const from = below(random, source.length + 1);
  const text = kind < 2 ? '' : kind === 2 ? pick(random, NOISE) : source.slice(from, from + below(random, 200));
  return { range: { start: document.positionAt(start), end: document.positionAt(end) }, text };
}

/** The questions of an editor whose cursor is somewhere. */
function ask(server, uri, document, random) {
  const textDocument = { uri };
  const position = document.positionAt(below(random, document.getText().length + 1));
  const range = { start: { line: 0, character: 0 }, end: { line: document.lineCount, character: 0 } };
  return Promise.all([
    server.request('textDocument/inlayHint', { textDocument, range }),
    server.request('textDocument/hover', { textDocument, position }),
    server.request('textDocument/diagnostic', { textDocument }),
    server.request('textDocument/codeAction', {
      textDocument,
      range: { start: position, end: position },
      context: { diagnostics: [] },
    }),
  ]);
}

async function compare(server, fresh, { uri, languageId, file }, text, failures) {
  const lines = text.split('\n').length + 1;
  const edited = await shown(server, uri, lines);
  await fresh.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  const expected = await shown(fresh, uri, lines);
  await fresh.notify('textDocument/didClose', { textDocument: { uri } });
  if (edited !== expected)
    failures.push(`${file}: after its edits it shows\n  ${edited}\nwhere a fresh server shows\n  ${expected}`);
}
