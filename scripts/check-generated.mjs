/** Fails when a generated file in the repository is not what its generator would write now. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPTS = path.dirname(fileURLToPath(import.meta.url));

for (const generator of readdirSync(SCRIPTS).filter((name) => /^generate-.*\.mjs$/.test(name))) {
  const { status } = spawnSync(process.execPath, [path.join(SCRIPTS, generator), '--check'], { stdio: 'inherit' });
  if (status === 0) continue;
  console.error(`A generated file is stale. Run: node scripts/${generator}`);
  process.exitCode = 1;
}
