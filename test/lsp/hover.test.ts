/** Hovers, and the requests of the method reference, which speak of the same call. */
import { expect, test } from 'vitest';
import { METHOD_AT, METHOD_REFERENCE, SHOW_METHOD_COMMAND } from '../../server/src/protocol/requests.ts';
import type { MethodReference } from '../../server/src/protocol/requests.ts';
import { DB, temporaryProject } from '../cli/temporaryProject.ts';
import { startEditor } from './editor.ts';

const USERS = `import { db } from './db.js';
export const users = () => db.selectFrom('users').select/*|*/All().execute();
`;

test('a call is explained where its name stands', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS);
  expect(await document.hover()).toMatch(/^\*\*lazy\*\*.* Kysely .*selectAll/);
  expect(await document.hover(document.at('users ='))).toBeUndefined();
});

test('only an editor that has the sidebar is given links to it', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const plain = await startEditor({ folder });
  expect(await (await plain.open(USERS)).hover()).not.toContain('command:');
  const ours = await startEditor({ folder, initializationOptions: { commands: [SHOW_METHOD_COMMAND] } });
  expect(await (await ours.open(USERS)).hover()).toContain(`command:${SHOW_METHOD_COMMAND}`);
});

test('the method at a position is named as the reference names it', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS);
  const { uri, cursor } = document;
  const methodAt = (position: typeof cursor): Promise<unknown> =>
    editor.connection.sendRequest(METHOD_AT, { textDocument: { uri }, position });
  expect(await methodAt(cursor)).toEqual({ library: 'kysely', type: 'SelectQueryBuilder', method: 'selectAll' });
  expect(await methodAt(document.at('users ='))).toBeNull();
});

test('the reference tells which libraries the workspace uses', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const reference = (): Promise<MethodReference> => editor.connection.sendRequest(METHOD_REFERENCE);
  const used = async (): Promise<string[]> =>
    (await reference()).libraries.filter((library) => library.used).map(({ library }) => library);
  expect(await used()).toEqual([]);
  const document = await editor.open(USERS);
  await document.hints();
  expect(await used()).toEqual(['kysely']);
  await editor.until(({ statuses }) => statuses.at(-1)?.libraries.includes('kysely') === true);
  expect(editor.received.statuses.at(-1)).toEqual({
    state: 'ready',
    libraries: ['kysely'],
    versions: [{ library: 'kysely', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string }],
  });
});
