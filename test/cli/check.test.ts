/** `query-lens check`: what it reports, how it prints it, what it fixes. */
import { expect, test } from 'vitest';
import { queryLens } from './queryLens.ts';
import { DB, temporaryProject } from './temporaryProject.ts';

const DROPPED = `import { db } from './db.js';

export async function rename() {
  db.updateTable('users').set({ name: 'Ada' }).where('id', '=', 1);
}
`;
const SOUND = `import { db } from './db.js';

export const users = () => db.selectFrom('users').selectAll().execute();
`;

test('a finding is shown with its place, its code and what to do', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/rename.ts': DROPPED });
  const { stdout, stderr, exitCode } = await queryLens(['check'], { cwd: folder });
  expect(stdout).toContain('src/rename.ts:4:48  error  no-unexecuted-query\n  This Kysely query never runs');
  expect(stdout).toContain(`
     4 │   db.updateTable('users').set({ name: 'Ada' }).where('id', '=', 1);
       │                                                ^^^^^
`);
  const summary = '\n1 finding in 2 files (3 calls in 1 chain): 1 error.\n1 finding can be fixed with --fix.\n';
  expect(stdout.endsWith(summary)).toBe(true);
  expect(stderr).toBe('');
  expect(exitCode).toBe(1);
});

test('code without a mistake is said to have none', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/users.ts': SOUND });
  const { stdout, exitCode } = await queryLens(['check'], { cwd: folder });
  expect(stdout).toMatch(/^No findings in 2 files \(3 calls in 1 chain\)\.\n$/);
  expect(exitCode).toBe(0);
});

test('as JSON, a finding has its place, its fixes and their edits', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/rename.ts': DROPPED });
  const { stdout, exitCode } = await queryLens(['check', '--format', 'json'], { cwd: folder });
  const { findings, summary } = JSON.parse(stdout) as { findings: object[]; summary: object };
  const end = { line: 4, column: 67 };
  expect(findings).toEqual([
    {
      file: 'src/rename.ts',
      line: 4,
      column: 48,
      endLine: 4,
      endColumn: 53,
      rule: 'no-unexecuted-query',
      severity: 'error',
      message: expect.stringContaining('never runs') as string,
      library: 'kysely',
      fixes: expect.arrayContaining([
        {
          title: expect.any(String) as string,
          safe: true,
          edits: [
            { start: { line: 4, column: 3 }, end: { line: 4, column: 3 }, newText: 'await ' },
            { start: end, end, newText: '.execute()' },
          ],
        },
      ]) as object[],
    },
  ]);
  expect(summary).toEqual({ files: 2, calls: 3, chains: 1, findings: 1, durationMs: expect.any(Number) as number });
  expect(exitCode).toBe(1);
});

test('as JSON, no findings are an empty list', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const { stdout, exitCode } = await queryLens(['check', '--format', 'json'], { cwd: folder });
  expect(JSON.parse(stdout)).toMatchObject({ findings: [], summary: { files: 1, findings: 0 } });
  expect(exitCode).toBe(0);
});

test('files and folders can be named, and paths are relative to where it was started', async () => {
  const project = temporaryProject({
    'src/db.ts': DB,
    'src/a/rename.ts': DROPPED.replace('./db', '../db'),
    'src/b/rename.ts': DROPPED.replace('./db', '../db'),
    'src/b/users.ts': SOUND.replace('./db', '../db'),
  });
  const filesOf = async (paths: readonly string[], cwd: string): Promise<string[]> => {
    const { stdout } = await queryLens(['check', '--format', 'json', ...paths], { cwd });
    return (JSON.parse(stdout) as { findings: { file: string }[] }).findings.map(({ file }) => file);
  };
  expect(await filesOf([], project.folder)).toEqual(['src/a/rename.ts', 'src/b/rename.ts']);
  expect(await filesOf(['src/b'], project.folder)).toEqual(['src/b/rename.ts']);
  expect(await filesOf(['src/b/users.ts'], project.folder)).toEqual([]);
  expect(await filesOf(['../a/rename.ts'], project.path('src/b'))).toEqual(['../a/rename.ts']);
});

test('a project can be named, and only its files are checked', async () => {
  const tsconfig = JSON.stringify({ extends: './tsconfig.json', include: ['src/a'] });
  const { folder } = temporaryProject({
    'tsconfig.a.json': tsconfig,
    'src/db.ts': DB,
    'src/a/rename.ts': DROPPED.replace('./db', '../db'),
    'src/b/rename.ts': DROPPED.replace('./db', '../db'),
  });
  const { stdout } = await queryLens(['check', '--project', 'tsconfig.a.json'], { cwd: folder });
  expect(stdout).toContain('src/a/rename.ts:4:48');
  expect(stdout).not.toContain('src/b/rename.ts');
});

test('a file without a query is counted, and is not in the way of those with one', async () => {
  const { folder } = temporaryProject({
    'src/db.ts': DB,
    'src/price.ts': 'export const price = (cents: number) => (cents / 100).toFixed(2);\n',
    'src/users.ts':
      "import { db } from './db.js';\nimport { price } from './price.js';\n\nexport function lost() {\n  db.selectFrom('users').selectAll();\n  return price(3);\n}\n",
  });
  const { stdout } = await queryLens(['check', '--format', 'json'], { cwd: folder });
  const { findings, summary } = JSON.parse(stdout) as { findings: { file: string }[]; summary: { files: number } };
  expect(findings.map(({ file }) => file)).toEqual(['src/users.ts']);
  expect(summary.files).toBe(3);
});

test('a transaction that another file made is known by any name', async () => {
  const { folder } = temporaryProject({
    'src/store.ts':
      "import Database from 'better-sqlite3';\n\nconst store = new Database(':memory:');\nexport const fill = store.transaction((rows: string[]) => rows.length);\n",
    'src/main.ts': "import { fill } from './store.js';\n\nfill(['a']);\n",
  });
  const { stdout } = await queryLens(['check', '--format', 'json'], { cwd: folder });
  expect(JSON.parse(stdout)).toMatchObject({ summary: { files: 2, calls: 2 } });
});

test('a file that no tsconfig speaks of is checked too', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'scripts/rename.ts': DROPPED.replace('./db', '../src/db') });
  const { stdout, exitCode } = await queryLens(['check', 'scripts/rename.ts'], { cwd: folder });
  expect(stdout).toContain('scripts/rename.ts:4:48');
  expect(exitCode).toBe(1);
});

test('--fix mends what can be mended safely, keeps the rest of the file, and says so', async () => {
  const text = `\uFEFF${DROPPED.replaceAll('\n', '\r\n')}`;
  const project = temporaryProject({ 'src/db.ts': DB, 'src/rename.ts': text, 'src/users.ts': SOUND });
  const { stdout, exitCode } = await queryLens(['check', '--fix'], { cwd: project.folder });
  expect(project.read('src/rename.ts')).toBe(text.replace('  db', '  await db').replace(', 1);', ', 1).execute();'));
  expect(project.read('src/users.ts')).toBe(SOUND);
  expect(stdout).toMatch(/^Fixed 1 finding in 1 file\.\nNo findings in 3 files/);
  expect(exitCode).toBe(0);
  expect((await queryLens(['check'], { cwd: project.folder })).exitCode).toBe(0);
});

test('what --fix can not mend is still reported', async () => {
  const text = `import { db } from './db.js';

export function rename() {
  db.updateTable('users').set({ name: 'Ada' }).where('id', '=', 1).execute();
}
`;
  const project = temporaryProject({ 'src/db.ts': DB, 'src/rename.ts': text });
  const { stdout, exitCode } = await queryLens(['check', '--fix'], { cwd: project.folder });
  expect(project.read('src/rename.ts')).toBe(text);
  expect(stdout).toMatch(
    /src\/rename\.ts:4:68 {2}error {2}no-missing-await[^]*\nFixed 0 findings in 0 files\.\n1 finding in/,
  );
  expect(exitCode).toBe(1);
});

test('--fix-dry-run shows what --fix would do, and does not do it', async () => {
  const project = temporaryProject({ 'src/db.ts': DB, 'src/rename.ts': DROPPED });
  const dry = await queryLens(['check', '--fix-dry-run'], { cwd: project.folder });
  const code = "db.updateTable('users').set({ name: 'Ada' }).where('id', '=', 1)";
  expect(dry.stdout).toContain(`--- a/src/rename.ts\n+++ b/src/rename.ts\n@@ -1,5 +1,5 @@\n`);
  expect(dry.stdout).toContain(`\n-  ${code};\n+  await ${code}.execute();\n`);
  expect(dry.stdout).toMatch(/\nWould fix 1 finding in 1 file\.\nNo findings in 2 files/);
  expect(dry.exitCode).toBe(0);
  expect(project.read('src/rename.ts')).toBe(DROPPED);

  const { stdout } = await queryLens(['check', '--fix-dry-run', '--format', 'json'], { cwd: project.folder });
  await queryLens(['check', '--fix'], { cwd: project.folder });
  expect(JSON.parse(stdout)).toMatchObject({
    findings: [],
    fixed: { findings: 1, files: 1 },
    changes: [{ file: 'src/rename.ts', text: project.read('src/rename.ts') }],
  });
});

test('more warnings than --max-warnings allows end it with 1', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/rename.ts': DROPPED });
  const allow = (most: number): ReturnType<typeof queryLens> =>
    queryLens(['check', '--rule', 'no-unexecuted-query=warning', '--max-warnings', String(most)], { cwd: folder });
  expect(await allow(1)).toMatchObject({ stderr: '', exitCode: 0 });
  expect(await allow(0)).toMatchObject({
    stderr: 'query-lens: the warnings are 1, and --max-warnings allows 0.\n',
    exitCode: 1,
  });
});

test('the parts of a run are the whole run, each file once', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `src/${name}.ts`);
  const files = Object.fromEntries(names.map((name) => [name, DROPPED]));
  const { folder } = temporaryProject({ 'src/db.ts': DB, ...files });
  const parts = ['1/3', '2/3', '3/3'].map(async (part) => {
    const { stdout } = await queryLens(['check', '--shard', part, '--format', 'json'], { cwd: folder });
    return (JSON.parse(stdout) as { findings: { file: string }[] }).findings.map(({ file }) => file);
  });
  const found = await Promise.all(parts);
  expect(found.flat()).toEqual(names);
  expect(found.every((part) => part.length > 0)).toBe(true);
});

test('a file with a syntax error keeps its findings before and after the error', async () => {
  const text = `${DROPPED}\nexport const = {;\n\n${DROPPED.slice(DROPPED.indexOf('export')).replace('rename', 'renameAgain')}`;
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/rename.ts': text });
  const { stdout, exitCode } = await queryLens(['check'], { cwd: folder });
  expect(stdout.match(/^src\/rename\.ts:\d+/gm)).toEqual(['src/rename.ts:4', 'src/rename.ts:10']);
  expect(exitCode).toBe(1);
});

test('colours are for terminals, and for those who ask for them', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/rename.ts': DROPPED });
  const coloured = async (env: Readonly<Record<string, string>>): Promise<boolean> =>
    (await queryLens(['check'], { cwd: folder, env })).stdout.includes('\u001B[');
  expect(await coloured({})).toBe(false);
  expect(await coloured({ CI: 'true' })).toBe(false);
  expect(await coloured({ FORCE_COLOR: '1' })).toBe(true);
  expect(await coloured({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
});

test.each([
  ['a path that does not exist', ['check', 'src/nowhere.ts'], 'src/nowhere.ts does not exist'],
  ['a tsconfig that does not exist', ['check', '--project', 'nowhere.json'], 'nowhere.json does not exist'],
  ['a broken tsconfig', ['check', '--project', 'broken.json'], /broken\.json:1 is not valid JSON .*mend it/],
  ['a folder without code', ['check', 'docs'], 'There is nothing to check'],
  [
    'a file that is no code',
    ['check', 'docs/notes.md'],
    'docs/notes.md is not a TypeScript, JavaScript or Python source file',
  ],
  ['an unknown flag', ['check', '--fxi'], "unknown option '--fxi'\n(Did you mean --fix?)"],
  ['an unknown format', ['check', '--format', 'xml'], 'Allowed choices are pretty, json, sarif, github, gitlab, junit'],
  ['a number of warnings that is none', ['check', '--max-warnings', 'few'], 'Write a whole number'],
  ['a part that is none', ['check', '--shard', '4/3'], '--shard 4/3 names no part'],
  ['two ways of fixing', ['check', '--fix', '--fix-dry-run'], 'exclude each other'],
  ['a baseline to write without a name', ['check', '--update-baseline'], 'name it after --baseline'],
  ['a baseline that does not exist', ['check', '--baseline', 'none.json'], /There is no baseline .*--update-baseline/],
  ['a report of a run that never ends', ['check', '--watch', '--format', 'sarif'], '--watch prints the formats'],
  ['changes of part of the files', ['check', '--changed', '--shard', '1/2'], 'exclude each other'],
  ['an unknown command', ['chekc'], "unknown command 'chekc'\n(Did you mean check?)"],
])('%s ends it with what to do, and with nothing on stdout', async (_, args, message) => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'broken.json': '{ "include": [', 'docs/notes.md': '# Notes' });
  const { stdout, stderr, exitCode } = await queryLens(args, { cwd: folder });
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('    at ');
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
});

test.each([
  [
    'does not exist',
    '{ "extends": "./nowhere.json" }',
    '{}',
    /tsconfig\.json extends \.\/nowhere\.json, which does not exist: mend/,
  ],
  [
    'is of a package that is not installed',
    '{ "extends": "@none/such/base.json" }',
    '{}',
    /@none\/such\/base\.json.*install/,
  ],
  ['is broken', '{ "extends": "./base" }', '{ "include": [', /base\.json:1 is not valid JSON .*mend it/],
  ['is the tsconfig itself', '{ "extends": ["./tsconfig.json"] }', '{}', /tsconfig\.json extends itself/],
  [
    'extends it',
    '{ "extends": "./base.json" }',
    '{ "extends": "./tsconfig.json" }',
    /\(tsconfig\.json -> base\.json -> tsconfig\.json\)/,
  ],
  ['extends itself', '{ "extends": "./base.json" }', '{ "extends": "./base.json" }', /base\.json extends itself/],
])('a tsconfig whose base %s is told of; named, it is a failure', async (_, tsconfig, base, message) => {
  const files = { 'src/db.ts': DB, 'src/rename.ts': DROPPED, 'tsconfig.json': tsconfig, 'base.json': base };
  const { folder } = temporaryProject(files);
  const found = await queryLens(['check'], { cwd: folder });
  expect(found.stderr).toMatch(message);
  expect(found.stdout).toContain('1 finding');
  // What was not installed yet is no reason to fail; what can't be read is.
  expect(found.exitCode).toBe(/does not exist|install/.test(found.stderr) ? 1 : 2);
  const named = await queryLens(['check', '--project', 'tsconfig.json'], { cwd: folder });
  expect(named.stderr).toMatch(message);
  expect(named.stderr).toContain('--project');
  expect([named.stdout, named.exitCode]).toEqual(['', 2]);
});

test('a base in a package, with or without its file name, is no failure', async () => {
  const { folder } = temporaryProject({
    'src/db.ts': DB,
    'src/rename.ts': DROPPED,
    'tsconfig.json': '{ "extends": ["./base", "kysely/somewhere.json"] }',
    'base.json': '{ /* a comment, and a comma: */ "include": ["src"], }',
  });
  expect((await queryLens(['check'], { cwd: folder })).exitCode).toBe(1);
});

test('a file too large to be code is skipped with a word, and the others are checked', async () => {
  const bundle = `export const data = '${'x'.repeat(2_000_000)}';`;
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/bundle.ts': bundle });
  const { stdout, stderr, exitCode } = await queryLens(['check'], { cwd: folder });
  expect(stderr).toMatch(/^query-lens: src\/bundle\.ts: skipped, since .* too large/);
  expect(stdout).toMatch(/^No findings in 1 file /);
  expect(exitCode).toBe(0);
});

test('when nothing could be checked, that is a failure', async () => {
  const { folder } = temporaryProject({ 'src/bundle.ts': `export const data = '${'x'.repeat(2_000_000)}';` });
  expect((await queryLens(['check', 'src/bundle.ts'], { cwd: folder })).exitCode).toBe(2);
});
