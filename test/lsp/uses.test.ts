/** The uses of each method in the whole workspace: files that nobody has opened count too. */
import { expect, test } from 'vitest';
import { METHOD_USES, USES_OF } from '../../server/src/protocol/requests.ts';
import type { MethodUse, MethodUses } from '../../server/src/protocol/requests.ts';
import { DB, temporaryProject } from '../cli/temporaryProject.ts';
import { startEditor, type Editor } from './editor.ts';

const USERS = `import { db } from './db.js';
export const users = () => db.selectFrom('users').selectAll().execute();
`;
const MORE = `import { users } from './users.js';
import { db } from './db.js';
export const more = () => [users(), db.selectFrom('users').select('id').execute(), db.selectFrom('users')];
`;

const counts = async (editor: Editor): Promise<Readonly<Record<string, number>>> => {
  const { methods } = await editor.connection.sendRequest<MethodUses>(METHOD_USES);
  return Object.fromEntries(methods.map(({ type, method, count }) => [`${type}.${method}`, count]));
};

test('every file of the folder is counted, and each use is found again', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/users.ts': USERS, 'src/more.ts': MORE });
  const editor = await startEditor({ folder });
  expect(await counts(editor)).toEqual({
    'QueryCreator.selectFrom': 3,
    'SelectQueryBuilder.selectAll': 1,
    'SelectQueryBuilder.select': 1,
    'SelectQueryBuilder.execute': 2,
  });
  const found = await editor.connection.sendRequest<MethodUse[]>(USES_OF, {
    library: 'kysely',
    type: 'SelectQueryBuilder',
    method: 'execute',
  });
  expect(found.map(({ uri, range }) => `${uri.split('/').at(-1) ?? ''}:${String(range.start.line + 1)}`)).toEqual([
    'more.ts:3',
    'users.ts:2',
  ]);
});

test('an edit is counted, in the file and in those that import it', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/users.ts': USERS, 'src/more.ts': MORE });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS, { file: 'src/users.ts' });
  expect((await counts(editor))['SelectQueryBuilder.selectAll']).toBe(1);
  await document.edit('.selectAll()', '.selectAll().selectAll()');
  expect((await counts(editor))['SelectQueryBuilder.selectAll']).toBe(2);
  const db = await editor.open(DB, { file: 'src/db.ts' });
  await db.edit('new Kysely', 'Object.create');
  expect(Object.keys(await counts(editor))).toEqual([]);
});

test('an open document outside the folder is counted until it is closed', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  expect(await counts(editor)).toEqual({});
  const text = "import { Kysely } from 'kysely';\nexport const all = (db: Kysely<any>) => db.selectFrom('a');\n";
  const untitled = await editor.open(text, { uri: 'untitled:Untitled-1' });
  expect(await counts(editor)).toEqual({ 'QueryCreator.selectFrom': 1 });
  await untitled.close();
  expect(await counts(editor)).toEqual({});
});

test('without trust, names alone tell the calls: no type is asked for', async () => {
  const inferred = `import { db } from './db.js';
type Given = Parameters<(given: typeof db) => void>[0];
export const users = (given: Given) => given.selectFrom('users').selectAll().execute();
export const named = () => db.selectFrom('users');
`;
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const trusting = await startEditor({ folder });
  expect(await (await trusting.open(inferred)).withHints()).toContain('.selectAll()‹lazy›.execute()‹executing›');
  const wary = await startEditor({ folder, initializationOptions: { trusted: false } });
  const shown = await (await wary.open(inferred)).withHints();
  expect(shown).toContain('.selectAll().execute();');
  expect(shown).toContain("db.selectFrom('users')‹lazy›");
});
