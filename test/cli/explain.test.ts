/** `query-lens explain`: the labels of a file or of one line. */
import { expect, test } from 'vitest';
import { queryLens } from './queryLens.ts';
import { DB, temporaryProject } from './temporaryProject.ts';

const USERS = `import { db } from './db.js';

export async function users() {
  const query = db.selectFrom('users').selectAll();
  return await query.execute();
}
`;

test('the labels stand in the margin of the source', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/users.ts': USERS });
  const { stdout, exitCode } = await queryLens(['explain', 'src/users.ts'], { cwd: folder });
  expect(stdout).toBe(`                    1 │ import { db } from './db.js';
                    2 │
                    3 │ export async function users() {
  lazy · runs later 4 │   const query = db.selectFrom('users').selectAll();
executing · awaited 5 │   return await query.execute();
                    6 │ }
                    7 │
`);
  expect(exitCode).toBe(0);
});

test('one line is explained alone', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/users.ts': USERS });
  const { stdout } = await queryLens(['explain', 'src/users.ts:5'], { cwd: folder });
  expect(stdout).toBe('executing · awaited 5 │   return await query.execute();\n');
});

test('as JSON, each call has its place and all that is known of it', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/users.ts': USERS });
  const { stdout } = await queryLens(['explain', 'src/users.ts:5', '--format', 'json'], { cwd: folder });
  expect(JSON.parse(stdout)).toEqual({
    calls: [
      {
        file: 'src/users.ts',
        line: 5,
        column: 22,
        endColumn: 29,
        method: 'execute',
        library: 'kysely',
        type: 'SelectQueryBuilder',
        execution: 'executing',
        label: 'executing',
        verdict: 'here',
        asyncEquivalent: null,
      },
    ],
  });
  const whole = await queryLens(['explain', 'src/users.ts', '--format', 'json'], { cwd: folder });
  const { calls } = JSON.parse(whole.stdout) as { calls: { method: string }[] };
  expect(calls.map(({ method }) => method)).toEqual(['selectFrom', 'selectAll', 'execute']);
});

test('a file without calls of a library is printed as it is, and that is said', async () => {
  const { folder } = temporaryProject({ 'src/plain.ts': 'export const one = 1;' });
  const { stdout, stderr, exitCode } = await queryLens(['explain', 'src/plain.ts'], { cwd: folder });
  expect(stdout).toBe(' 1 │ export const one = 1;\n');
  expect(stderr).toContain('no call of src/plain.ts belongs to a library');
  expect(exitCode).toBe(0);
});

test.each([
  ['no file', ['explain', 'src/nowhere.ts:3'], 'There is no file src/nowhere.ts'],
  ['a folder', ['explain', 'src'], 'src is a folder'],
  ['a line that is not there', ['explain', 'src/db.ts:99'], 'src/db.ts has no line 99; its last is'],
  ['line 0', ['explain', 'src/db.ts:0'], 'Lines are counted from 1'],
  ['no source code', ['explain', 'notes.md'], "notes.md can't be analysed"],
  ['no argument', ['explain'], "missing required argument 'file[:line]'"],
])('%s ends it with what to do', async (_, args, message) => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'notes.md': '# Notes' });
  const { stdout, stderr, exitCode } = await queryLens(args, { cwd: folder });
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
});

test('what is called without a name has a short one, and a kept statement runs later', async () => {
  const { folder } = temporaryProject({
    'src/store.ts': `import Database from 'better-sqlite3';

const store = new Database(':memory:');
const insert = store.prepare('insert into users (name) values (?)');
store.transaction((name: string) => {
  insert.run(name);
})('Ada');
`,
  });
  const { stdout } = await queryLens(['explain', 'src/store.ts', '--format', 'json'], { cwd: folder });
  const { calls } = JSON.parse(stdout) as { calls: { method: string; verdict: string }[] };
  expect(calls.map(({ method, verdict }) => `${method}: ${verdict}`)).toEqual([
    'prepare: later',
    'transaction: here',
    'run: here',
    '(call): here',
  ]);
});
