/** The real Turborepo on a sample monorepo: what has not changed comes from its cache. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { recipe } from '../cli/recipes.ts';
import { giveNoQuery, loseQuery, monorepo, NAMES, type TaskRun } from './monorepo.ts';

const TURBO = path.resolve(import.meta.dirname, 'node_modules/turbo/bin/turbo');

/** Runs the task everywhere. */
function runTurbo(folder: string): Promise<TaskRun> {
  const args = [TURBO, 'run', 'query-lens', '--output-logs=full', '--no-update-notifier', '--continue'];
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', CI: '1', NO_COLOR: '1' };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env }, (_, stdout, stderr) => {
      const output = stdout + stderr;
      const hits = output.matchAll(/@acme\/(\w+):query-lens: cache hit/g);
      resolve({ cached: Array.from(hits, ([, name = '']) => name).toSorted(), output });
    });
  });
}

test(
  'what has not changed comes from the cache of Turborepo, with what was said of it',
  { timeout: 300_000 },
  async () => {
    const repository = monorepo('turbo', { 'turbo.json': recipe('turbo'), '.gitignore': 'node_modules\n.turbo\n' });
    const turbo = (): Promise<TaskRun> => runTurbo(repository.folder);
    const users = 'packages/users/src/index.ts';
    const lost = `${repository.read(users)}\n// query-lens-ignore-file no-missing-await: there is none\n`;
    repository.write(users, lost);
    const first = await turbo();
    expect(first.output).toContain('5 successful, 5 total');
    expect(first.cached).toEqual([]);
    const warning = /@acme\/users:query-lens: ::warning file=packages\/users\/src\/index\.ts,line=6,.*unused-ignore/;
    expect(first.output).toMatch(warning);

    repository.write(
      'packages/jobs/src/index.ts',
      `${repository.read('packages/jobs/src/index.ts')}\nexport const more = 1;\n`,
    );
    const second = await turbo();
    expect(second.cached).toEqual(NAMES.filter((name) => name !== 'jobs'));
    expect(second.output).toMatch(warning);

    loseQuery(repository);
    const third = await turbo();
    expect(third.cached).toEqual(NAMES.filter((name) => name !== 'web'));
    expect(third.output).toMatch(/@acme\/web:query-lens: ::error file=packages\/web\/src\/index\.ts,line=6,/);
    giveNoQuery(repository);
    const fourth = await turbo();
    expect(fourth.cached).toEqual(['jobs']);
    expect(fourth.output).not.toContain('::error');
  },
);
