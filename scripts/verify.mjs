/** Runs every check that needs no running program: types, lint, format, generated files. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const bin = (...parts) => path.join(ROOT, 'node_modules', ...parts);

const CHECKS = [
  { name: 'types', run: [bin('typescript/bin/tsc'), '--noEmit'], mend: 'Mend the type errors above.' },
  {
    name: 'types of the webview page',
    run: [bin('typescript/bin/tsc'), '--noEmit', '--project', 'client/src/methodReference/page'],
    mend: 'Mend the type errors above.',
  },
  {
    name: 'types of the examples',
    run: [bin('typescript/bin/tsc'), '--project', 'examples'],
    mend: 'Mend the type errors above.',
  },
  {
    name: 'lint',
    run: [bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'],
    mend: 'Mend what is reported above; `npx oxlint --type-aware --fix` mends a part of it.',
  },
  { name: 'format', run: [bin('oxfmt/bin/oxfmt'), '--check'], mend: 'Run: npx oxfmt' },
  {
    name: 'generated files',
    run: [path.join(ROOT, 'scripts/check-generated.mjs')],
    mend: 'Run the generators named above.',
  },
];

const failed = CHECKS.filter(({ name, run, mend }) => {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, run, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) console.error(mend);
  return status !== 0;
});
console.log(failed.length === 0 ? '\nAll checks pass.' : `\nFailed: ${failed.map(({ name }) => name).join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
