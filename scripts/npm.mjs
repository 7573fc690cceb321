/** Runs npm quietly, with the npm that runs this script where there is one; needs nothing but Node. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

/**
 * Runs `npm <args>` in `cwd` and returns what it printed; throws an error with npm's words when it fails.
 * `node` is the Node that npm and the scripts of its packages run on.
 */
export function npm(args, { cwd, env = {}, node = process.execPath }) {
  const cli = process.env.npm_execpath;
  const options = {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` },
  };
  const quiet = [...args, '--no-audit', '--no-fund', '--loglevel=error'];
  const result = cli?.endsWith('.js')
    ? spawnSync(node, [cli, ...quiet], options)
    : spawnSync('npm', quiet, { ...options, shell: process.platform === 'win32' });
  if (result.status === 0) return result.stdout;
  const said = [result.error?.message, result.stdout, result.stderr].filter(Boolean).join('\n').trim();
  throw new Error(`\`npm ${args.join(' ')}\` failed. It said:\n\n${said}`);
}
