/**
 * Measures what users wait for, on generated projects of 200 and 800 files: the first hint, the hints after
 * an edit, and a whole check beside `tsc --noEmit` of the same TypeScript on the same files.
 *
 * `npm run bench` prints the numbers and whether the budgets hold; no test depends on them. `npm run bench -- cache`
 * measures what `check --cache` saves, `python` a Django project, `latency` an editing session, `soak` memory over many
 * edits, `check` the run beside linters, `scale` how its cost grows.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchCache } from './cache.mjs';
import { timeEdits, timeFirstHint } from './editing.mjs';
import { generateProject } from './generate.mjs';
import { benchLatency } from './latency.mjs';
import { benchCheck, benchScale } from './linters.mjs';
import { measure } from './processTree.mjs';
import { benchPython } from './python.mjs';
import { benchSoak } from './soak.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const SERVER = path.join(ROOT, 'dist/server.js');
const CHECK = [path.join(ROOT, 'dist/cli.js'), 'check', '--format', 'json'];
const TSC = [path.join(ROOT, 'node_modules/typescript/bin/tsc'), '--noEmit'];

const SIZES = [200, 800];
const RUNS = 5;
const EDITS = 100;
const BUDGETS = { hintsAfterEditMs: 100, checkTime: 1.5, checkMemory: 1.3, growth: 1.15 };

const sorted = (numbers) => numbers.toSorted((a, b) => a - b);
const percentile = (numbers, share) =>
  sorted(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];
const median = (numbers) => percentile(numbers, 0.5);
const ms = (number) => `${number.toFixed(number < 10 ? 1 : 0)} ms`;
const mb = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`;

async function timeOf(args, options) {
  const { ms } = await measure(args, { ...options, accepted: [0, 1] });
  return { ms };
}

/** Runs both in turn, so that a machine that slows down slows both. */
async function besideTsc(folder) {
  const check = [];
  const tsc = [];
  for (let run = 0; run < RUNS; run++) {
    const timed = { cwd: folder, memory: false };
    check.push({ ...(await measure(CHECK, { cwd: folder, accepted: [0, 1] })), ...(await timeOf(CHECK, timed)) });
    tsc.push({ ...(await measure(TSC, { cwd: folder })), ...(await timeOf(TSC, timed)) });
  }
  const typical = (runs) => ({ ms: median(runs.map((run) => run.ms)), bytes: median(runs.map((run) => run.bytes)) });
  return { check: typical(check), tsc: typical(tsc) };
}

/** One module of each library, the longest: what is true of them is true of the others. */
function longestOfEach(modules) {
  const kinds = [...new Set(modules.map(({ kind }) => kind))].filter((kind) => kind !== 'plain');
  return kinds.map((wanted) => {
    const candidates = modules.filter(({ kind }) => kind === wanted);
    return candidates.reduce((longest, module) => (module.text.length > longest.text.length ? module : longest));
  });
}

async function measureSize(files) {
  process.stderr.write(`Measuring a project of ${files} files...\n`);
  const folder = path.join(ROOT, '.cache/bench', String(files));
  const modules = longestOfEach(generateProject(folder, files));
  const first = [];
  for (let run = 0; run < RUNS; run++) first.push(await timeFirstHint(SERVER, folder, modules[run % modules.length]));
  const { times, bytes } = await timeEdits(SERVER, folder, modules, EDITS);
  return { files, first, times, bytes, ...(await besideTsc(folder)) };
}

function report(sizes) {
  const rows = [
    ['', ...sizes.map(({ files }) => `${files} files`), 'growth'],
    row('first hint, from opening', (size) => median(size.first.map((run) => run.fromOpening)), ms),
    row('first hint, from starting', (size) => median(size.first.map((run) => run.fromStart)), ms),
    row('hints after an edit, p50', (size) => median(size.times), ms),
    row('hints after an edit, p95', (size) => percentile(size.times, 0.95), ms),
    row('server, after the edits', (size) => size.bytes, mb),
    row('check, time', (size) => size.check.ms, ms),
    row('tsc --noEmit, time', (size) => size.tsc.ms, ms),
    row('check / tsc, time', (size) => size.check.ms / size.tsc.ms, ratio),
    row('check, peak memory', (size) => size.check.bytes, mb),
    row('tsc --noEmit, peak memory', (size) => size.tsc.bytes, mb),
    row('check / tsc, memory', (size) => size.check.bytes / size.tsc.bytes, ratio),
  ];
  function row(name, value, show) {
    const values = sizes.map(value);
    return [name, ...values.map(show), show === ratio ? '' : `n^${exponent(sizes, value).toFixed(2)}`];
  }
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  for (const cells of rows) {
    console.log(
      cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('   '),
    );
  }
}

const ratio = (number) => `${number.toFixed(2)} x`;

/** How a cost grows with the number of files: 1 is linear. */
function exponent(sizes, value) {
  const [first, last] = [sizes[0], sizes.at(-1)];
  return Math.log(value(last) / value(first)) / Math.log(last.files / first.files);
}

function judge(sizes) {
  const worst = (value) => Math.max(...sizes.map(value));
  const growth = exponent(sizes, (size) => size.check.ms);
  const verdicts = [
    [
      `hints after an edit within ${BUDGETS.hintsAfterEditMs} ms (p95)`,
      worst((size) => percentile(size.times, 0.95)) < BUDGETS.hintsAfterEditMs,
    ],
    [
      `check within ${BUDGETS.checkTime} x the time of tsc`,
      worst((size) => size.check.ms / size.tsc.ms) <= BUDGETS.checkTime,
    ],
    [
      `check within ${BUDGETS.checkMemory} x the memory of tsc`,
      worst((size) => size.check.bytes / size.tsc.bytes) <= BUDGETS.checkMemory,
    ],
    [`check grows no faster than the files (n^${BUDGETS.growth} with noise)`, growth <= BUDGETS.growth],
  ];
  console.log();
  for (const [budget, holds] of verdicts) console.log(`${holds ? 'holds ' : 'BROKEN'}  ${budget}`);
}

/** The folder after `--project`. */
function projectAsked() {
  const at = process.argv.indexOf('--project');
  return at === -1 ? undefined : path.resolve(process.argv[at + 1] ?? '.');
}

const BENCHES = {
  python: () => benchPython(ROOT),
  cache: () => benchCache(ROOT),
  latency: () => benchLatency(ROOT, projectAsked()),
  soak: () => benchSoak(ROOT),
  check: () => benchCheck(ROOT, projectAsked()),
  scale: () => benchScale(ROOT),
};
const asked = process.argv[2];
if (asked !== undefined) {
  const bench = BENCHES[asked];
  if (!bench) throw new Error(`There is no bench "${asked}": ${Object.keys(BENCHES).join(', ')}.`);
  await bench();
} else {
  const sizes = [];
  for (const files of SIZES) sizes.push(await measureSize(files));
  report(sizes);
  judge(sizes);
}
