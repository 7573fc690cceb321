/**
 * Plays an editing session of 300 keystrokes in chains through the language server, over all libraries or in any project
 * (`npm run bench -- latency [--project PATH]`), and measures what its user waits for.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startServer } from './editing.mjs';
import { generateEveryLibrary } from './everyLibrary.mjs';

const FILES = 2_000;
const KEYSTROKES = 300;
const TYPED = '.typed(1)';
/** Files opened at most while looking for such as have hints. */
const MOST_TRIED = 60;
const MOST_FILES = 18;
const STARTS = 5;
const CANCELLED = 20;
const SETTLE_MS = 1_500;
const IDLE_MS = 3_000;

const sorted = (numbers) => numbers.toSorted((a, b) => a - b);
const percentile = (numbers, share) =>
  sorted(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];

async function timed(action) {
  const started = performance.now();
  const result = await action();
  return { ms: performance.now() - started, result };
}

export async function benchLatency(root, project) {
  const folder = project ?? path.join(root, '.cache/bench/every-library');
  const folders = project === undefined ? generateEveryLibrary(folder, FILES) : [folder];
  const files = folders.flatMap((from) => sourceFiles(from)).map((file) => path.relative(folder, file));
  const loop = pathToFileURL(path.join(root, 'test/bench/loopDelay.mjs')).href;
  const ours = ['--import', loop, path.join(root, 'dist/server.js'), '--stdio'];
  const first = await firstAnswers(root, folder, ours, files);
  report([...first, ...(await session(folder, ours, files))]);
}

/** The first hints beside the first diagnostics of TypeScript's own server, in turn. */
async function firstAnswers(root, folder, ours, files) {
  const theirs = [path.join(root, 'node_modules/typescript/bin/tsc'), '--lsp', '--stdio'];
  const times = { ours: [], theirs: [] };
  for (let run = 0; run < STARTS; run++) {
    const module = { file: files[run % files.length] };
    times.ours.push(await firstAnswer(ours, folder, module, (document) => document.hints()));
    times.theirs.push(await firstAnswer(theirs, folder, module, (document) => document.diagnostics()));
  }
  const [hints, diagnostics] = [percentile(times.ours, 0.5), percentile(times.theirs, 0.5)];
  return [
    ["first diagnostics of TypeScript's server, from opening", diagnostics, 'ms'],
    ['first hints, from opening', hints, 'ms'],
    ['first hints after these diagnostics', Math.max(0, hints - diagnostics), 'ms', 300],
    ['first hints / first diagnostics', hints / diagnostics, 'x', 1.5],
  ];
}

async function firstAnswer(command, folder, module, ask) {
  const editor = await startServer(command, folder);
  const { ms } = await timed(async () => ask(await editor.open(module)));
  await editor.quit();
  return ms;
}

async function session(folder, command, files) {
  const editor = await startServer(command, folder);
  const { documents, opened } = await openFiles(editor, files);
  if (documents.length === 0) throw new Error(`No file in ${folder} has hints.`);
  const loading = await editor.longestBlock();
  const { keys, settled, returned } = await edit(documents);
  const cancelled = [];
  for (let count = 0; count < CANCELLED; count++) {
    const { document, at } = documents[count % documents.length];
    await document.type(at.line, at.character, count < CANCELLED / 2 ? ' ' : '', count < CANCELLED / 2 ? 0 : 1);
    cancelled.push(await document.cancelled());
    await document.hints();
  }
  const block = await editor.longestBlock();
  await pause(SETTLE_MS);
  const before = editor.processorTime();
  await pause(IDLE_MS);
  const idle = (editor.processorTime() - before) / (IDLE_MS / 1000);
  await editor.quit();
  return [
    [`a further file opened, p50 of ${opened.length}`, percentile(opened, 0.5), 'ms', 300],
    [`hints after a keystroke, p50 of ${keys.length}`, percentile(keys, 0.5), 'ms', 15],
    ['hints after a keystroke, p95', percentile(keys, 0.95), 'ms', 50],
    ['diagnostics after typing stops, p95', percentile(settled, 0.95), 'ms', 150],
    ['hints when coming back to a file, p95', percentile(returned, 0.95), 'ms', 50],
    ['a cancelled request is answered, p95', percentile(cancelled, 0.95), 'ms', 5],
    ['event loop held at most, while files are opened', loading, 'ms'],
    ['event loop held at most, while typing', block, 'ms', 50],
    ['processor time when idle', idle, 'ms a second', 5],
  ];
}

/** Opens files until enough have hints. */
async function openFiles(editor, files) {
  const documents = [];
  const opened = [];
  for (const file of files.slice(0, MOST_TRIED)) {
    if (documents.length === MOST_FILES) break;
    const { ms, result } = await timed(async () => {
      const document = await editor.open({ file });
      return { document, hints: await document.hints() };
    });
    opened.push(ms);
    const [hint] = result.hints;
    if (hint) documents.push({ document: result.document, at: hint.position });
  }
  return { documents, opened: opened.slice(1) };
}

/** Types a call into each file and takes it back, key by key; then goes to the next and comes back to the one before. */
async function edit(documents) {
  const times = { keys: [], settled: [], returned: [] };
  for (let turn = 0; times.keys.length < KEYSTROKES; turn++) {
    const { document, at } = documents[turn % documents.length];
    const keys = [
      ...Array.from(TYPED, (letter, index) => [at.character + index, letter, 0]),
      ...Array.from(TYPED, (_, index) => [at.character + TYPED.length - 1 - index, '', 1]),
    ];
    for (const [character, letter, length] of keys) {
      const { ms } = await timed(async () => {
        await document.type(at.line, character, letter, length);
        await document.hints();
      });
      times.keys.push(ms);
    }
    times.settled.push((await timed(() => document.diagnostics())).ms);
    const before = documents[Math.max(0, (turn % documents.length) - 1)].document;
    times.returned.push((await timed(() => before.hints())).ms);
  }
  return times;
}

function report(rows) {
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, value, unit, budget] of rows) {
    const verdict = budget === undefined ? '' : `   ${value <= budget ? 'holds ' : 'BROKEN'}  (${budget} ${unit})`;
    console.log(`${name.padEnd(width)} ${value.toFixed(value < 10 ? 1 : 0).padStart(7)} ${unit}${verdict}`);
  }
}

/** TypeScript files below a folder, those of packages left out. */
function sourceFiles(folder) {
  if (!existsSync(folder)) throw new Error(`${folder} does not exist.`);
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) return /^(?:\.|node_modules$|dist$)/.test(entry.name) ? [] : sourceFiles(at);
    return /(?<!\.d)\.tsx?$/.test(entry.name) ? [at] : [];
  });
}
