/**
 * Measures `check` beside what looks for lost promises with types, and beside the compiler, on the same files
 * (`npm run bench -- check [--project PATH]`), and how its cost grows with a project (`npm run bench -- scale`).
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { generateProject } from './generate.mjs';
import { measure } from './processTree.mjs';

const FILES = 800;
const RUNS = 5;
const SIZES = [500, 2_000, 8_000];
const SCALE_RUNS = 3;
const GROWTH = 1.05;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const verdict = (holds) => (holds ? 'holds ' : 'BROKEN');

export async function benchCheck(root, project) {
  const compare = path.join(root, 'test/compare');
  const { status } = spawnSync(process.execPath, [path.join(root, 'scripts/setup.mjs'), 'test/compare'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The linters could not be installed.');
  const folder = project ?? path.join(root, '.cache/bench', String(FILES));
  if (project === undefined) generateProject(folder, FILES);
  const oxlint = path.join(compare, 'node_modules/oxlint/bin/oxlint');
  const tools = {
    'query-lens check': [path.join(root, 'dist/cli.js'), 'check', '--format', 'json'],
    'tsc --noEmit': [path.join(root, 'node_modules/typescript/bin/tsc'), '--noEmit'],
    'oxlint --type-aware': [oxlint, '--type-aware', '--config', path.join(compare, 'oxlint.json')],
    'typescript-eslint': [path.join(root, 'test/bench/eslint.mjs'), compare],
  };
  const times = await inTurn(tools, folder);
  const ours = times['query-lens check'];
  for (const [name, ms] of Object.entries(times))
    console.log(`${name.padEnd(20)} ${ms.toFixed(0).padStart(7)} ms   ${(ms / ours).toFixed(2).padStart(6)} x check`);
  console.log(`\n${verdict(times['typescript-eslint'] >= 10 * ours)}  at least 10 times as fast as typescript-eslint`);
  console.log(`${verdict(ours <= times['oxlint --type-aware'])}  no slower than oxlint --type-aware`);
  console.log(`${verdict(ours <= 0.7 * times['tsc --noEmit'])}  at most 0.7 x the time of tsc --noEmit`);
}

/** All in turn, so that a machine that slows down slows all. */
async function inTurn(tools, cwd) {
  const times = Object.fromEntries(Object.keys(tools).map((name) => [name, []]));
  for (let run = 0; run < RUNS; run++) {
    for (const [name, args] of Object.entries(tools))
      times[name].push((await measure(args, { cwd, accepted: [0, 1, 2], memory: false })).ms);
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

export async function benchScale(root) {
  const points = [];
  for (const files of SIZES) {
    const folder = path.join(root, '.cache/bench', String(files));
    generateProject(folder, files);
    const times = [];
    for (let run = 0; run < SCALE_RUNS; run++) {
      const args = [path.join(root, 'dist/cli.js'), 'check', '--format', 'json'];
      times.push((await measure(args, { cwd: folder, accepted: [0, 1], memory: false })).ms);
    }
    points.push({ files, ms: median(times) });
    console.log(`${String(files).padStart(6)} files ${median(times).toFixed(0).padStart(8)} ms`);
  }
  const [first, last] = [points[0], points.at(-1)];
  const exponent = Math.log(last.ms / first.ms) / Math.log(last.files / first.files);
  console.log(`\n${verdict(exponent <= GROWTH)}  grows no faster than the files: n^${exponent.toFixed(2)}`);
}
