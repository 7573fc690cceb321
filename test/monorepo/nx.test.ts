/** The real Nx on a sample monorepo: what has not changed comes from its cache. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { recipe } from '../cli/recipes.ts';
import { giveNoQuery, loseQuery, monorepo, NAMES, type Monorepo, type TaskRun } from './monorepo.ts';

const NX = path.resolve(import.meta.dirname, 'node_modules/nx');

/** Runs the task everywhere, without a daemon that stays, and without the network. */
function runNx({ folder }: Monorepo): Promise<TaskRun> {
  const args = [path.join(NX, 'dist/bin/nx.js'), 'run-many', '-t', 'query-lens', '--output-style=static'];
  const env = { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false', CI: '1', NO_COLOR: '1' };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env }, (_, stdout, stderr) => {
      const output = stdout + stderr;
      const hits = output.matchAll(/nx run @acme\/(\w+):query-lens {2}\[(?:local cache|existing outputs match)/g);
      resolve({ cached: Array.from(hits, ([, name = '']) => name).toSorted(), output });
    });
  });
}

test('what has not changed comes from the cache of Nx, with what was said of it', async () => {
  const settings = { ...(JSON.parse(recipe('nx')) as object), analytics: false, neverConnectToCloud: true };
  const files = { 'nx.json': JSON.stringify(settings), '.gitignore': 'node_modules\n.nx\n' };
  const repository = monorepo('nx', files, { nx: NX });
  for (const name of NAMES) {
    const project = { name: `@acme/${name}`, targets: { 'query-lens': {} } };
    repository.write(`packages/${name}/project.json`, JSON.stringify(project));
  }
  const jobs = 'packages/jobs/src/index.ts';
  repository.write(jobs, `${repository.read(jobs)}\n// query-lens-ignore-file no-missing-await: there is none\n`);
  const first = await runNx(repository);
  expect(first.output).toContain('Successfully ran target query-lens for 5 projects');
  expect(first.cached).toEqual([]);
  const warning = /::warning file=packages\/jobs\/src\/index\.ts,line=\d+,.*unused-ignore/;
  expect(first.output).toMatch(warning);

  loseQuery(repository);
  const second = await runNx(repository);
  expect(second.cached).toEqual(NAMES.filter((name) => name !== 'web'));
  expect(second.output).toMatch(/::error file=packages\/web\/src\/index\.ts,line=6,/);
  expect(second.output).toMatch(warning);

  giveNoQuery(repository);
  const third = await runNx(repository);
  expect(third.cached).toEqual(['jobs']);
  expect(third.output).not.toContain('::error');
});
