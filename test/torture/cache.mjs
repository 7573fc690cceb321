/** Many clients of one cache at once, while files change and the cache is damaged: each says what it says without a cache. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { below } from './random.mjs';

const CLI = path.resolve(fileURLToPath(import.meta.url), '../../../dist/cli.js');
const CLIENTS = 20;
const FILES = 12;
const CACHE = '.cache/query-lens';

const sourceOf = (index, lost) => `import { Kysely } from 'kysely';
declare const db: Kysely<{ t: { id: number } }>;
export async function find${index}(): Promise<void> {
  await db.selectFrom('t').selectAll()${lost ? '' : '.execute()'};
}
`;

/** What happens to the cache before a wave of clients. */
const DAMAGES = {
  nothing: () => undefined,
  truncated: (file) => writeFileSync(file, readFileSync(file).subarray(0, 200)),
  emptied: (file) => writeFileSync(file, ''),
  'of another shape': (file) => writeFileSync(file, '{"sound0.ts":{"key":7}}'),
  'a list': (file) => writeFileSync(file, '[]'),
  removed: (file) => rmSync(file),
};

export async function tortureByCache(random, failures) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'query-lens-torture-'));
  writeFileSync(path.join(folder, 'tsconfig.json'), '{ "include": ["*.ts"] }');
  const write = (index, lost) => writeFileSync(path.join(folder, `sound${index}.ts`), sourceOf(index, lost));
  for (let index = 0; index < FILES; index++) write(index, index % 2 === 0);
  await check(folder, ['--cache']);
  for (const [damage, make] of Object.entries(DAMAGES)) {
    make(path.join(folder, CACHE, 'results.json'));
    write(below(random, FILES), random() < 0.5);
    const expected = await check(folder, []);
    const runs = await Promise.all(Array.from({ length: CLIENTS }, () => check(folder, ['--cache'])));
    for (const run of runs) {
      if (run !== expected) failures.push(`cache (${damage}): one client says\n  ${run}\ninstead of\n  ${expected}`);
    }
    const left = readdirSync(path.join(folder, CACHE));
    if (left.join() !== 'results.json') failures.push(`cache (${damage}): ${left.join(', ')} are left in its folder`);
  }
  rmSync(folder, { recursive: true });
  return CLIENTS * Object.keys(DAMAGES).length;
}

/** What it prints and how it ends, but for the time it took. */
async function check(folder, args) {
  const child = spawn(process.execPath, [CLI, 'check', '--format', 'json', ...args], { cwd: folder });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  return `${code} ${output.replace(/"durationMs":\d+/, '"durationMs":0')}`;
}
