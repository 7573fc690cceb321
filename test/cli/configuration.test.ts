/** The configuration on the command line: severities, files that are left out, catalogs of the user's own, mistakes in it. */
import { expect, test } from 'vitest';
import { queryLens } from './queryLens.ts';
import { ACME, DB, REPOSITORY, temporaryProject } from './temporaryProject.ts';

const DROPPED = `import { db } from './db.js';

export async function rename() {
  db.updateTable('users').set({ name: 'Ada' }).where('id', '=', 1);
}
`;

const config = (content: object): string => JSON.stringify(content);

interface Checked {
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly line: number }[];
}

const findingsOf = (stdout: string): readonly string[] =>
  (JSON.parse(stdout) as Checked).findings.map(({ rule, severity, line }) => `${line} ${rule} ${severity}`);

test('severities come from the nearest configuration, and --rule goes before it', async () => {
  const { folder } = temporaryProject({
    'src/db.ts': DB,
    'src/rename.ts': DROPPED,
    'querylens.json': config({ rules: { 'no-unexecuted-query': 'warning' } }),
  });
  const check = (...args: readonly string[]): ReturnType<typeof queryLens> =>
    queryLens(['check', '--format', 'json', ...args], { cwd: folder });
  const configured = await check();
  expect(findingsOf(configured.stdout)).toEqual(['4 no-unexecuted-query warning']);
  expect(configured.exitCode).toBe(0);
  const given = await check('--rule', 'no-unexecuted-query=error', '--rule', 'no-missing-await=off');
  expect(findingsOf(given.stdout)).toEqual(['4 no-unexecuted-query error']);
  expect(given.exitCode).toBe(1);
  expect(findingsOf((await check('--rule', 'no-unexecuted-query=off')).stdout)).toEqual([]);
});

test('a rule that is off is not fixed either', async () => {
  const project = temporaryProject({
    'src/db.ts': DB,
    'src/rename.ts': DROPPED,
    'querylens.json': config({ rules: { 'no-unexecuted-query': 'off' } }),
  });
  const { stdout } = await queryLens(['check', '--fix'], { cwd: project.folder });
  expect(stdout).toMatch(/^Fixed 0 findings in 0 files\.\nNo findings in 2 files/);
  expect(project.read('src/rename.ts')).toBe(DROPPED);
});

test('another configuration can be named', async () => {
  const { folder } = temporaryProject({
    'src/db.ts': DB,
    'src/rename.ts': DROPPED,
    'querylens.json': config({ rules: { 'no-unexecuted-query': 'off' } }),
    'ci/strict.json': config({ rules: { 'no-unexecuted-query': 'hint' } }),
  });
  const { stdout } = await queryLens(['check', '--format', 'json', '--config', 'ci/strict.json'], { cwd: folder });
  expect(findingsOf(stdout)).toEqual(['4 no-unexecuted-query hint']);
});

test('files that the configuration ignores are not looked at, and when none is left that is said', async () => {
  const { folder } = temporaryProject({
    'src/db.ts': DB,
    'src/rename.ts': DROPPED,
    'querylens.json': config({ ignore: ['src/rename.ts'] }),
  });
  expect((await queryLens(['check'], { cwd: folder })).stdout).toMatch(/^No findings in 1 file /);
  const { stdout, stderr, exitCode } = await queryLens(['check', 'src/rename.ts'], { cwd: folder });
  expect(stderr).toMatch(/^query-lens: There is nothing to check: the configuration ignores every .* src\/rename\.ts/);
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
});

test('mistakes in it are told with their place, the rest of it holds, and the command ends with 2', async () => {
  const { folder } = temporaryProject({
    'src/db.ts': DB,
    'src/rename.ts': DROPPED,
    'querylens.json': '{\n  // ours\n  "rules": { "no-unexecuted-query": "hint", "no-sleep": "off" },\n}\n',
  });
  const { stdout, stderr, exitCode } = await queryLens(['check', '--format', 'json'], { cwd: folder });
  expect(stderr).toMatch(/^querylens\.json:3:45: There is no rule "no-sleep"\. There are: .*\n$/);
  expect(findingsOf(stdout)).toEqual(['4 no-unexecuted-query hint']);
  expect(exitCode).toBe(2);
});

test.each([
  ['a configuration that does not exist', ['check', '--config', 'none.json'], 'none.json does not exist: name a'],
  ['a severity that does not exist', ['check', '--rule', 'no-missing-await=loud'], 'Write a rule and one of error,'],
  ['a rule without a severity', ['check', '--rule', 'no-missing-await'], 'Write a rule and one of error,'],
  ['a rule that does not exist', ['check', '--rule', 'no-sleep=off'], 'There is no rule "no-sleep". There are: no-'],
])('%s ends it with what to do', async (_, args, message) => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const { stdout, stderr, exitCode } = await queryLens(args, { cwd: folder });
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
});

const USERS = `import { connect, Repository, type Query } from './barrel.js';

class Users extends Repository<{ name: string }> {
  query(): Query<{ name: string }> { throw new Error('later'); }
  named(name: string) { return this.save({ name }); }
}

export async function main(users: Repository<object>, active: Query<object>) {
  users.query().where('a').all();
  await active.where('b');
  const connected = await connect();
  connected.query().where('c');
  helper(users).where('d');
  await Promise.all([users].map((each) => each.save({})));
  return new Users();
}

function helper(users: Repository<object>) { return users.query(); }
`;

test("a catalog of the user's own labels the classes of the workspace, wherever they are imported from", async () => {
  const { folder } = temporaryProject({
    'src/db.ts': DB,
    'src/repository.ts': REPOSITORY,
    'src/barrel.ts': "export * from './repository.js';\n",
    'src/users.ts': USERS,
    'acme.json': ACME,
    'querylens.json': config({ catalogs: ['acme.json'] }),
  });
  const { stdout: explained } = await queryLens(['explain', 'src/users.ts', '--format', 'json'], { cwd: folder });
  const { calls } = JSON.parse(explained) as { calls: Record<'line' | 'type' | 'method' | 'label', string>[] };
  expect(calls.map(({ line, type, method, label }) => `${line} ${type}.${method} ${label}`)).toEqual([
    '5 Repository.save executing',
    '9 Repository.query lazy',
    '9 Query.where lazy',
    '9 Query.all executing',
    '10 Query.where lazy',
    '12 Repository.query lazy',
    '12 Query.where lazy',
    '13 Query.where lazy',
    '14 Repository.save executing',
    '18 Repository.query lazy',
  ]);
  const { stdout, stderr } = await queryLens(['check', '--format', 'json'], { cwd: folder });
  expect(stderr).toBe('');
  expect(findingsOf(stdout)).toEqual([
    '9 no-missing-await error',
    '10 no-await-builder error',
    '12 no-unexecuted-query error',
    '13 no-unexecuted-query error',
  ]);
});

test('inside a catalogued class both are known: its methods, and the libraries it is made of', async () => {
  const own = REPOSITORY.replace('async save', 'again(row: T) {\n    return this.save(row);\n  }\n\n  async save');
  const { folder } = temporaryProject({
    'src/db.ts': DB,
    'src/repository.ts': own,
    'acme.json': ACME,
    'querylens.json': config({ catalogs: ['acme.json'] }),
  });
  const { stdout } = await queryLens(['explain', 'src/repository.ts', '--format', 'json'], { cwd: folder });
  const { calls } = JSON.parse(stdout) as { calls: { library: string; method: string }[] };
  expect(calls.map(({ library, method }) => `${library} ${method}`)).toEqual([
    'acme save',
    'kysely insertInto',
    'kysely values',
    'kysely execute',
  ]);
});

test('a folder of files can be catalogued, and without a catalog their source is followed', async () => {
  const files = {
    'src/db.ts': DB,
    'src/repositories/users.ts': REPOSITORY.replace('./db', '../db'),
    'src/app.ts':
      "import { connect } from './repositories/users.js';\n\nexport const run = async () => (await connect()).query();\n",
    'acme.json': ACME.replace('./src/repository"', './src/repositories/*"'),
  };
  const labels = async (folder: string): Promise<string> =>
    (await queryLens(['explain', 'src/app.ts'], { cwd: folder })).stdout;
  const catalogued = temporaryProject({ ...files, 'querylens.json': config({ catalogs: ['acme.json'] }) });
  expect(await labels(catalogued.folder)).toMatch(/^lazy 3 │/m);
  expect(await labels(temporaryProject(files).folder)).toMatch(/^ *3 │/m);
});

test('the method reference has it, and a mistake in it is told with its place', async () => {
  const { folder } = temporaryProject({
    'src/repository.ts': REPOSITORY,
    'acme.json': ACME.replace('"verb": "INSERT"', '"verbs": "INSERT"'),
    'querylens.json': config({ catalogs: ['acme.json'] }),
  });
  const { stdout, stderr, exitCode } = await queryLens(['methods', 'acme'], { cwd: folder });
  expect(stdout).toMatch(/^ +save +executing +not needed +Saves a row\.$/m);
  expect(stderr).toMatch(/^acme\.json:20:45: Unknown field\. Known here: execution, .*\n$/);
  expect(exitCode).toBe(2);
});

test('what it says is found under every name and through what TypeScript infers', async () => {
  const own = REPOSITORY.replace('export abstract class Repository', 'abstract class Store')
    .replace('Promise<Repository<object>>', 'Promise<Store<object>>')
    .concat('\nexport { Store as Repository };\n\nexport const again = (store: Store<object>) => store.query();\n');
  const { folder } = temporaryProject({
    'src/db.ts': DB,
    'src/repository.ts': own,
    'src/app.ts': `import * as all from './repository.js';

function same<T>(value: T): T { return value; }

export function run(store: all.Repository<object>, Store: typeof all.Repository<object>) {
  same(store).query();
  same(Store).prototype.query();
  const made: InstanceType<typeof Store> = store;
  made.query();
  return all.connect;
}
`,
    'acme.json': ACME,
    'querylens.json': config({ catalogs: ['acme.json'] }),
  });
  const linesOf = async (file: string): Promise<readonly number[]> => {
    const { stdout } = await queryLens(['explain', file, '--format', 'json'], { cwd: folder });
    const { calls } = JSON.parse(stdout) as { calls: { library: string; line: number }[] };
    return calls.filter(({ library }) => library === 'acme').map(({ line }) => line);
  };
  expect(await linesOf('src/app.ts')).toEqual([6, 9]);
  expect(await linesOf('src/repository.ts')).toEqual([own.split('\n').findIndex((line) => line.includes('again')) + 1]);
});
