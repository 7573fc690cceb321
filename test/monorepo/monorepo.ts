/** A sample monorepo of five packages that import each other, in a temporary folder, for a real task runner to go through. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { CLI } from '../cli/queryLens.ts';
import { DB } from '../cli/temporaryProject.ts';

const PACKAGES = path.resolve(import.meta.dirname, '../packages/node_modules');
const VERSION = '0.1.0';

/** Each package with those it imports. */
const DEPENDENCIES = { db: [], users: ['db'], orders: ['db'], web: ['users'], jobs: [] } as const;
export const NAMES = Object.keys(DEPENDENCIES).toSorted();

const TSCONFIG = JSON.stringify({
  compilerOptions: { target: 'es2023', module: 'nodenext', strict: true, noEmit: true, skipLibCheck: true },
  include: ['src'],
});
const manifestOf = (name: string, imported: readonly string[], runner: TaskRunner): string =>
  JSON.stringify({
    name: `@acme/${name}`,
    version: '1.0.0',
    type: 'module',
    exports: './src/index.ts',
    ...(runner === 'turbo' && { scripts: { 'query-lens': 'query-lens check --format github' } }),
    dependencies: Object.fromEntries(imported.map((each) => [`@acme/${each}`, '1.0.0'])),
  });
const sourceOf = (imported: readonly string[]): string =>
  imported.length === 0
    ? `${DB}\nexport const all = () => db.selectFrom('users').selectAll();\n`
    : `import { all } from '@acme/${imported[0]}';\n\nexport { all };\nexport const one = () => all().limit(1).execute();\n`;

/** Turborepo runs scripts of manifests, Nx what its own files say. */
export type TaskRunner = 'turbo' | 'nx';

export interface Monorepo {
  readonly folder: string;
  write(file: string, text: string): void;
  read(file: string): string;
}

/** `files` are those of the task runner; `packages` are installed beside what the sources import. */
export function monorepo(
  runner: TaskRunner,
  files: Readonly<Record<string, string>>,
  packages: Readonly<Record<string, string>> = {},
): Monorepo {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'query-lens-monorepo-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = (file: string): string => path.join(folder, file);
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
  };
  const root = {
    name: 'acme',
    private: true,
    packageManager: 'npm@10.8.2',
    workspaces: ['packages/*'],
    devDependencies: { 'query-lens': VERSION },
  };
  write('package.json', JSON.stringify(root));
  const locked = { '': root, 'node_modules/query-lens': { version: VERSION, dev: true } };
  write('package-lock.json', JSON.stringify({ name: 'acme', lockfileVersion: 3, packages: locked }));
  for (const [file, text] of Object.entries(files)) write(file, text);
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  mkdirSync(at('node_modules/.bin'), { recursive: true });
  mkdirSync(at('node_modules/@acme'));
  symlinkSync(CLI, at('node_modules/.bin/query-lens'));
  for (const name of ['kysely', 'better-sqlite3', '@types'])
    symlinkSync(path.join(PACKAGES, name), at(`node_modules/${name}`), 'junction');
  for (const [name, target] of Object.entries(packages)) symlinkSync(target, at(`node_modules/${name}`), 'junction');
  for (const [name, imported] of Object.entries(DEPENDENCIES)) {
    write(`packages/${name}/package.json`, manifestOf(name, imported, runner));
    write(`packages/${name}/tsconfig.json`, TSCONFIG);
    write(`packages/${name}/src/index.ts`, sourceOf(imported));
    symlinkSync(at(`packages/${name}`), at(`node_modules/@acme/${name}`), 'junction');
  }
  return { folder, write, read: (file) => readFileSync(at(file), 'utf8') };
}

/** What a task runner has done. */
export interface TaskRun {
  /** The packages that came from its cache. */
  readonly cached: readonly string[];
  readonly output: string;
}

/** Loses a query in a package because of what another one gives. */
export function loseQuery(repository: Monorepo): void {
  const web = 'packages/web/src/index.ts';
  repository.write(web, `${repository.read(web)}\nall().limit(2);\n`);
}

/** What the other one gives is no query any more. */
export function giveNoQuery(repository: Monorepo): void {
  repository.write('packages/db/src/index.ts', `${DB}\nexport const all = () => [].entries();\n`);
}
