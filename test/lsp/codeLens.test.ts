/** Code lenses: off until they are wanted, then over every function that sends a query. */
import { expect, test } from 'vitest';
import type { CodeLens } from 'vscode-languageserver/node';
import { DB, temporaryProject } from '../cli/temporaryProject.ts';
import { startEditor } from './editor.ts';
import type { Editor } from './editor.ts';

const SAVE = `import { db } from './db.js';
export async function saveAll() {
  for (const id of [1, 2]) await db.deleteFrom('users').where('id', '=', id).execute();
}
`;
const USERS = `import { db } from './db.js';
import { saveAll } from './save.js';
export async function users() {
  await saveAll();
  return await db.selectFrom('users').selectAll().execute();
}
`;

const lenses = (editor: Editor, uri: string): Promise<readonly CodeLens[]> =>
  editor.connection.sendRequest('textDocument/codeLens', { textDocument: { uri } });

test('they come as soon as they are switched on, and count what functions of other files send', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'src/save.ts': SAVE });
  const editor = await startEditor({ folder, initializationOptions: { commands: ['queryLens.showQueries'] } });
  const document = await editor.open(USERS);
  expect(await document.hints()).not.toEqual([]);
  expect(await lenses(editor, document.uri)).toEqual([]);
  await editor.until(({ registrations }) =>
    registrations.some(({ method }) => method === 'workspace/didChangeConfiguration'),
  );
  await editor.configure({ codeLens: true });
  await editor.until(({ refreshedLenses }) => refreshedLenses > 0);
  const { uri } = document;
  const place = (part: string, length: number): unknown => {
    const start = document.at(part);
    return { uri, range: { start, end: { ...start, character: start.character + length } } };
  };
  const { line } = document.at('async function users');
  expect(await lenses(editor, uri)).toEqual([
    {
      range: { start: document.at('export async'), end: document.at('export async') },
      command: {
        title: '2 queries · 1 in a loop · via saveAll',
        command: 'queryLens.showQueries',
        arguments: [uri, { line, character: 0 }, [place('saveAll();', 7), place('execute', 7)]],
      },
    },
  ]);
});

test('for a client without the command they are text', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder, settings: { codeLens: true } });
  const document = await editor.open(SAVE);
  const found = await lenses(editor, document.uri);
  expect(found.map(({ command }) => command)).toEqual([{ title: '1 query · 1 in a loop', command: '' }]);
});
