/**
 * Measures `check --cache` on a generated project: without anything kept, with everything, and after a change of one
 * file that nobody imports or of one that many do. What is printed must be the same as without the cache.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateProject } from './generate.mjs';
import { measure } from './processTree.mjs';

const FILES = 800;
const RUNS = 3;
/** For the comparison after changes at random. */
const FEW_FILES = 100;
const ROUNDS = 6;
/** A second run has to be this many times as fast. */
const BUDGET = 5;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** What is printed, but for the time it took. */
function output(args, folder) {
  return printed(args, folder).replace(/"durationMs":\d+/, '');
}

function printed(args, folder) {
  try {
    return execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    return error.stdout;
  }
}

export async function benchCache(root) {
  const folder = path.join(root, '.cache/bench/kept');
  const modules = generateProject(folder, FILES);
  const check = [path.join(root, 'dist/cli.js'), 'check', '--format', 'json'];
  const cached = [...check, '--cache-location', '.cache'];
  const imported = (module) => modules.some(({ text }) => text.includes(`/${path.basename(module.file, '.ts')}'`));
  const leaf = modules.findLast((module) => module.kind !== 'plain' && !imported(module));
  const shared = modules.find((module) => module.kind !== 'plain' && imported(module));
  const cases = [
    ['nothing is kept', () => rmSync(path.join(folder, '.cache'), { recursive: true, force: true })],
    ['everything is kept', () => undefined],
    ['a file that nobody imports has changed', (run) => append(leaf, run)],
    ['a file that others import has changed', (run) => append(shared, run)],
  ];
  function append(module, run) {
    appendFileSync(path.join(folder, module.file), `// ${run}\n`);
  }
  const times = [];
  for (const [name, prepare] of cases) {
    const runs = [];
    for (let run = 0; run < RUNS; run++) {
      prepare(run);
      runs.push((await measure(cached, { cwd: folder, accepted: [0, 1] })).ms);
    }
    times.push(median(runs));
    console.log(
      `${name.padEnd(40)} ${median(runs).toFixed(0).padStart(6)} ms   ${(times[0] / median(runs)).toFixed(1)} x`,
    );
  }
  const same = output(cached, folder) === output(check, folder);
  console.log(`\n${times[0] / times[1] >= BUDGET ? 'holds ' : 'BROKEN'}  a second run is ${BUDGET} times as fast`);
  console.log(`${same ? 'holds ' : 'BROKEN'}  the output is the same as without the cache`);
  const few = path.join(root, '.cache/bench/kept-few');
  console.log(`${soak(few, generateProject(few, FEW_FILES), cached, check)}  and after changes at random`);
}

/** Changes files at random, so that findings come and go, and compares. */
function soak(folder, modules, cached, check) {
  let seed = 7;
  const random = (below) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < ROUNDS; round++) {
    for (let change = 0; change < 3; change++) {
      const file = path.join(folder, modules[random(modules.length)].file);
      const text = readFileSync(file, 'utf8');
      const changes = [
        () => writeFileSync(file, text.replaceAll('await ', '')),
        () => writeFileSync(file, text.replace(/: [A-Z]\w+/, ': any')),
        () => writeFileSync(file, text.replace(/export (?:async )?function \w+\(/, 'export async function renamed(')),
        () => rmSync(file),
      ];
      if (text !== '') changes[random(changes.length)]();
      modules.splice(0, modules.length, ...modules.filter((module) => path.join(folder, module.file) !== file));
    }
    if (output(cached, folder) !== output(check, folder)) return 'BROKEN';
  }
  return 'holds ';
}
