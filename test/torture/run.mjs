/**
 * Treats the server and the command line as badly as the world does, and prints how much they took.
 *
 * `npm run torture [-- --edits 20000 --seed 1 --library django --only edits,protocol,deaths,files,cache]`. Exits with 1 when anything failed.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { tortureByCache } from './cache.mjs';
import { tortureByDeaths } from './deaths.mjs';
import { tortureByEdits } from './edits.mjs';
import { tortureByFiles } from './files.mjs';
import { tortureByProtocol } from './protocol.mjs';
import { randomFrom } from './random.mjs';

const { values } = parseArgs({
  options: {
    edits: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    deaths: { type: 'string', default: '50' },
    library: { type: 'string' },
    only: { type: 'string', default: 'protocol,files,cache,deaths,edits' },
  },
});
const seed = Number(values.seed);
const PARTS = {
  protocol: { what: 'abuses of the protocol', torture: (failures) => tortureByProtocol(failures) },
  files: { what: 'monstrous files and folders', torture: (failures) => tortureByFiles(failures) },
  cache: { what: 'clients of one cache', torture: (failures) => tortureByCache(randomFrom(seed), failures) },
  deaths: {
    what: 'deaths of the TypeScript process',
    torture: (failures) => tortureByDeaths(Number(values.deaths), seed, failures),
  },
  edits: {
    what: 'random edits',
    torture: (failures) => tortureByEdits(Number(values.edits), seed, values.library, failures),
  },
};

console.log(`Seed ${seed}.`);
let tried = 0;
let failed = 0;
for (const [part, { what, torture }] of Object.entries(PARTS)) {
  if (!values.only.split(',').includes(part)) continue;
  const failures = [];
  const count = await torture(failures);
  tried += count;
  failed += failures.length;
  for (const failure of new Set(failures)) console.log(`FAILED  ${failure}`);
  console.log(`${String(count).padStart(7)} ${what}: ${failures.length} failures`);
}
console.log(`${tried} inputs tried, ${failed} failures`);
process.exitCode = failed > 0 ? 1 : 0;
