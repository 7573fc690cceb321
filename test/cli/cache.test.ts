/** `check --cache`: what is taken from it is what would be found, whatever has changed. */
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { queryLens as timed, type Run } from './queryLens.ts';
import { DB, temporaryProject, type TemporaryProject } from './temporaryProject.ts';

/** A function of another file gives a query: what it is has to be found through that file. */
const USES = `import { pending } from './pending.js';

export function show() {
  pending().where('id', '=', 1);
}
`;
const PENDING = "import { db } from './db.js';\n\nexport const pending = () => db.selectFrom('users').selectAll();\n";
const NO_QUERY = 'export const pending = () => ({ where: (...condition: unknown[]) => condition });\n';
const OTHER =
  "import { db } from './db.js';\n\nexport const all = () => db.selectFrom('users').selectAll().execute();\n";

const FILES = { 'src/db.ts': DB, 'src/pending.ts': PENDING, 'src/show.ts': USES, 'src/other.ts': OTHER };
const CACHE = '.cache/query-lens';

interface Checked {
  readonly run: Run;
  /** The files that were analysed anew. */
  readonly analysed: readonly string[];
}

/** The time it took is all that may differ. */
async function queryLens(...args: Parameters<typeof timed>): Promise<Run> {
  const run = await timed(...args);
  return { ...run, stdout: run.stdout.replace(/"durationMs":\d+/, '"durationMs":0') };
}

/** Checks with the cache and without, and expects the same. */
async function check(project: TemporaryProject, ...args: readonly string[]): Promise<Checked> {
  const results = project.path(`${CACHE}/results.json`);
  const before = existsSync(results) ? keysIn(project.read(`${CACHE}/results.json`)) : {};
  const all = ['check', '--format', 'json', ...args];
  const run = await queryLens([...all, '--cache', '--cache-location', CACHE], { cwd: project.folder });
  expect(run).toEqual(await queryLens(all, { cwd: project.folder }));
  const analysed = Object.entries(keysIn(project.read(`${CACHE}/results.json`)))
    .filter(([name, key]) => before[name] !== key)
    .map(([name]) => name.replace('../../', ''));
  return { run, analysed: analysed.toSorted() };
}

function keysIn(text: string): Readonly<Record<string, string>> {
  const entries = Object.entries(JSON.parse(text) as Record<string, { key: string }>);
  return Object.fromEntries(entries.map(([name, { key }]) => [name, key]));
}

const ALL = Object.keys(FILES).toSorted();

test('what has changed is analysed anew with all that leads to it, and nothing else', async () => {
  const project = temporaryProject(FILES);
  const first = await check(project);
  expect(first.analysed).toEqual(ALL);
  expect(JSON.parse(first.run.stdout)).toMatchObject({ findings: [{ file: 'src/show.ts', line: 4 }] });
  expect((await check(project)).analysed).toEqual([]);

  project.write('src/pending.ts', NO_QUERY);
  const changed = await check(project);
  expect(changed.analysed).toEqual(['src/pending.ts', 'src/show.ts']);
  expect(JSON.parse(changed.run.stdout)).toMatchObject({ findings: [] });

  project.write('src/pending.ts', PENDING);
  project.write('src/db.ts', `${DB}\nexport const unrelated = 1;\n`);
  expect((await check(project)).analysed).toEqual(ALL);
});

test('a file that comes or goes changes what an import leads to', async () => {
  const project = temporaryProject({
    ...FILES,
    'src/pending.ts': 'export const nothing = 1;\n',
    'src/show.ts': USES.replace('./pending.js', './given/pending'),
    'src/given/pending/index.ts': NO_QUERY,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'es2023',
        module: 'preserve',
        moduleResolution: 'bundler',
        strict: true,
        noEmit: true,
      },
      include: ['src'],
    }),
  });
  expect(JSON.parse((await check(project)).run.stdout)).toMatchObject({ findings: [] });
  project.write('src/given/pending.ts', PENDING.replace('./db.js', '../db'));
  expect(JSON.parse((await check(project)).run.stdout)).toMatchObject({ findings: [{ file: 'src/show.ts' }] });
  rmSync(project.path('src/given/pending.ts'));
  expect(JSON.parse((await check(project)).run.stdout)).toMatchObject({ findings: [] });
});

test('a global declaration, the tsconfig, the configuration and severities count too', async () => {
  const project = temporaryProject({
    ...FILES,
    'src/globals.d.ts': "declare const store: import('./db.js').Store;\n",
    'src/db.ts': `${DB}\nexport type Store = typeof db;\n`,
    'src/show.ts':
      "const id = <T>(value: T) => value;\n\nexport function show() {\n  id(store).selectFrom('users').selectAll();\n}\n",
  });
  const findings = async (...args: readonly string[]): Promise<unknown> =>
    (JSON.parse((await check(project, ...args)).run.stdout) as { findings: unknown }).findings;
  const found = [{ file: 'src/show.ts', severity: 'error' }];
  expect(await findings()).toMatchObject(found);
  project.write('src/globals.d.ts', 'declare const store: any;\n');
  expect(await findings()).toEqual([]);
  project.write('src/globals.d.ts', "declare const store: import('@/db').Store;\n");
  expect(await findings()).toEqual([]);
  const paths = { '@/*': ['./src/*'] };
  const options = { target: 'es2023', module: 'preserve', moduleResolution: 'bundler', strict: true, paths };
  project.write('tsconfig.json', JSON.stringify({ compilerOptions: options, include: ['src'] }));
  expect(await findings()).toMatchObject(found);
  expect(await findings('--rule', 'no-unexecuted-query=hint')).toMatchObject([{ severity: 'hint' }]);
  project.write('querylens.json', '{ "rules": { "no-unexecuted-query": "warning" } }');
  expect(await findings()).toMatchObject([{ severity: 'warning' }]);
});

test('a cache that is broken counts as none, and is mended', async () => {
  const project = temporaryProject(FILES);
  const { run } = await check(project);
  for (const broken of ['', '{ "src', '[]', '{ "../../src/show.ts": { "key": 1 } }']) {
    writeFileSync(project.path(`${CACHE}/results.json`), broken);
    const again = await queryLens(['check', '--format', 'json', '--cache-location', CACHE], { cwd: project.folder });
    expect(again).toEqual(run);
  }
  expect((await check(project)).analysed).toEqual([]);
});

test('twenty at once do not break it', async () => {
  const project = temporaryProject(FILES);
  const expected = await queryLens(['check', '--format', 'json'], { cwd: project.folder });
  const runs = Array.from({ length: 20 }, (_, index) =>
    queryLens(
      [
        'check',
        '--format',
        'json',
        '--cache-location',
        CACHE,
        ...(index % 2 ? ['--rule', `no-missing-await=${index % 3 ? 'hint' : 'off'}`] : []),
      ],
      {
        cwd: project.folder,
      },
    ),
  );
  for (const run of await Promise.all(runs)) expect(run).toEqual(expected);
  expect(readdirSync(project.path(CACHE))).toEqual(['results.json']);
  expect(Object.keys(keysIn(readFileSync(project.path(`${CACHE}/results.json`), 'utf8')))).toHaveLength(ALL.length);
});

test('what is wrong with a tsconfig is said every time', async () => {
  const project = temporaryProject({ ...FILES, 'tsconfig.json': '{ "extends": "./none.json" }' });
  const args = ['check', '--format', 'json', '--cache-location', CACHE];
  const first = await queryLens(args, { cwd: project.folder });
  expect(first.stderr).toContain('none.json, which does not exist');
  expect(await queryLens(args, { cwd: project.folder })).toEqual(first);
});
