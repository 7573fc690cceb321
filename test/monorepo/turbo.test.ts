/** The real Turborepo on a sample monorepo: what has not changed comes from its cache. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { recipe } from '../cli/recipes.ts';
import { CLI } from '../cli/queryLens.ts';
import { DB } from '../cli/temporaryProject.ts';

const TURBO = path.resolve(import.meta.dirname, 'node_modules/turbo/bin/turbo');
const PACKAGES = path.resolve(import.meta.dirname, '../packages/node_modules');

/** Each package with those it imports. */
const DEPENDENCIES = { db: [], users: ['db'], orders: ['db'], web: ['users'], jobs: [] } as const;
const NAMES = Object.keys(DEPENDENCIES).toSorted();

const TSCONFIG = JSON.stringify({
  compilerOptions: { target: 'es2023', module: 'nodenext', strict: true, noEmit: true, skipLibCheck: true },
  include: ['src'],
});
const manifestOf = (name: string, imported: readonly string[]): string =>
  JSON.stringify({
    name: `@acme/${name}`,
    version: '1.0.0',
    type: 'module',
    exports: './src/index.ts',
    scripts: { 'query-lens': 'query-lens check --format github' },
    dependencies: Object.fromEntries(imported.map((each) => [`@acme/${each}`, '1.0.0'])),
  });
const sourceOf = (imported: readonly string[]): string =>
  imported.length === 0
    ? `${DB}\nexport const all = () => db.selectFrom('users').selectAll();\n`
    : `import { all } from '@acme/${imported[0]}';\n\nexport { all };\nexport const one = () => all().limit(1).execute();\n`;

interface Monorepo {
  write(file: string, text: string): void;
  read(file: string): string;
  /** Runs the task everywhere; gives the packages that came from the cache, and what was printed. */
  turbo(): Promise<{ readonly cached: readonly string[]; readonly output: string }>;
}

function monorepo(): Monorepo {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'query-lens-turbo-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = (file: string): string => path.join(folder, file);
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
  };
  const root = { name: 'acme', private: true, packageManager: 'npm@10.8.2', workspaces: ['packages/*'] };
  write('package.json', JSON.stringify(root));
  write('package-lock.json', JSON.stringify({ name: 'acme', lockfileVersion: 3, packages: { '': root } }));
  write('turbo.json', recipe('turbo'));
  write('.gitignore', 'node_modules\n.turbo\n');
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  mkdirSync(at('node_modules/.bin'), { recursive: true });
  mkdirSync(at('node_modules/@acme'));
  symlinkSync(CLI, at('node_modules/.bin/query-lens'));
  for (const name of ['kysely', 'better-sqlite3', '@types'])
    symlinkSync(path.join(PACKAGES, name), at(`node_modules/${name}`), 'junction');
  for (const [name, imported] of Object.entries(DEPENDENCIES)) {
    write(`packages/${name}/package.json`, manifestOf(name, imported));
    write(`packages/${name}/tsconfig.json`, TSCONFIG);
    write(`packages/${name}/src/index.ts`, sourceOf(imported));
    symlinkSync(at(`packages/${name}`), at(`node_modules/@acme/${name}`), 'junction');
  }
  return { write, read: (file) => readFileSync(at(file), 'utf8'), turbo: () => runTurbo(folder) };
}

function runTurbo(folder: string): ReturnType<Monorepo['turbo']> {
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

test('what has not changed comes from the cache of Turborepo, with what was said of it', async () => {
  const repository = monorepo();
  const users = 'packages/users/src/index.ts';
  const lost = `${repository.read(users)}\n// query-lens-ignore-file no-missing-await: there is none\n`;
  repository.write(users, lost);
  const first = await repository.turbo();
  expect(first.output).toContain('5 successful, 5 total');
  expect(first.cached).toEqual([]);
  const warning = /@acme\/users:query-lens: ::warning file=packages\/users\/src\/index\.ts,line=6,.*unused-ignore/;
  expect(first.output).toMatch(warning);

  repository.write(
    'packages/jobs/src/index.ts',
    `${repository.read('packages/jobs/src/index.ts')}\nexport const more = 1;\n`,
  );
  const second = await repository.turbo();
  expect(second.cached).toEqual(NAMES.filter((name) => name !== 'jobs'));
  expect(second.output).toMatch(warning);

  // A query that is lost in a package because of what another one gives.
  repository.write('packages/web/src/index.ts', `${repository.read('packages/web/src/index.ts')}\nall().limit(2);\n`);
  const third = await repository.turbo();
  expect(third.cached).toEqual(NAMES.filter((name) => name !== 'web'));
  expect(third.output).toMatch(/@acme\/web:query-lens: ::error file=packages\/web\/src\/index\.ts,line=6,/);
  repository.write('packages/db/src/index.ts', `${DB}\nexport const all = () => [].entries();\n`);
  const fourth = await repository.turbo();
  expect(fourth.cached).toEqual(['jobs']);
  expect(fourth.output).not.toContain('::error');
});
