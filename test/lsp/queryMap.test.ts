/** The query map: every query of the workspace, only what has changed after that, and told of changes. */
import { expect, test } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver/node';
import { QUERIES_CHANGED, QUERY_MAP, QUERY_MAP_PROGRESS } from '../../server/src/protocol/requests.ts';
import type { QueryMap, QueryMapProgress } from '../../server/src/protocol/requests.ts';
import { DB, temporaryProject } from '../cli/temporaryProject.ts';
import { startEditor, type Editor } from './editor.ts';

const USERS = `import { db } from './db.js';
export async function users() {
  return await db.selectFrom('users').selectAll().execute();
}
`;
const LOST = `import { db } from './db.js';
export function empty() {
  db.deleteFrom('users');
}
`;

const ask = (editor: Editor, since?: number): Promise<QueryMap> =>
  editor.connection.sendRequest<QueryMap>(QUERY_MAP, since === undefined ? {} : { since });

const shown = ({ files }: QueryMap): readonly string[] =>
  files.flatMap(({ uri, queries }) =>
    queries.map(({ code, says, target, function: fn }) => [uri.split('/').at(-1), fn, code, says, target].join(' | ')),
  );

test('files that nobody has opened are in it, with their findings, and progress is told', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/users.ts': USERS, 'src/lost.ts': LOST, 'src/a.ts': '' });
  const editor = await startEditor({ folder });
  const progress: QueryMapProgress[] = [];
  editor.connection.onNotification(QUERY_MAP_PROGRESS, (step: QueryMapProgress) => void progress.push(step));
  const map = await ask(editor);
  expect(shown(map)).toEqual([
    "lost.ts | empty | db.deleteFrom('users') | lazy · never runs | users",
    "users.ts | users | db.selectFrom('users').selectAll().execute() | executing · awaited | users",
  ]);
  expect(map.files[0]?.queries[0]?.findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
    'no-unexecuted-query error',
  ]);
  const { done, of } = progress.at(-1) ?? { done: 0, of: -1 };
  expect(done).toBe(of);
});

test('after a change only what has changed is sent, and the client is told that there is something to ask for', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/users.ts': USERS, 'src/lost.ts': LOST });
  const editor = await startEditor({ folder });
  const document = await editor.open(LOST, { file: 'src/lost.ts' });
  let changes = 0;
  const told = new Promise<void>((resolve) => {
    editor.connection.onNotification(QUERIES_CHANGED, () => resolve(void (changes += 1)));
  });
  const before = await ask(editor);
  expect((await ask(editor, before.revision)).files).toEqual([]);
  expect(changes).toBe(0);
  await document.edit("db.deleteFrom('users')", "return db.deleteFrom('users').execute()");
  await told;
  const after = await ask(editor, before.revision);
  expect(shown(after)).toEqual(["lost.ts | empty | db.deleteFrom('users').execute() | executing | users"]);
  expect(after.uris).toEqual(before.uris);
  await document.edit("return db.deleteFrom('users').execute()", '');
  expect((await ask(editor, after.revision)).uris.map((uri) => uri.split('/').at(-1))).toEqual(['users.ts']);
});

test('a severity that changes takes effect', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/lost.ts': LOST });
  const editor = await startEditor({ folder });
  const found = async (): Promise<number | undefined> => (await ask(editor)).files[0]?.queries[0]?.findings.length;
  expect(await found()).toBe(1);
  await editor.until(({ registrations }) =>
    registrations.some(({ method }) => method === 'workspace/didChangeConfiguration'),
  );
  const { refreshedHints } = editor.received;
  await editor.configure({ rules: { 'no-unexecuted-query': 'off' } });
  await editor.until((received) => received.refreshedHints > refreshedHints);
  expect(await found()).toBe(0);
});

test('it can be cancelled, and goes on when it is asked for again', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/users.ts': USERS });
  const editor = await startEditor({ folder });
  const cancellation = new CancellationTokenSource();
  const cancelled = editor.connection.sendRequest(QUERY_MAP, {}, cancellation.token);
  cancellation.cancel();
  await expect(cancelled).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  expect(shown(await ask(editor))).toHaveLength(1);
});
