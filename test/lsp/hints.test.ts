/** Inlay hints: every call labelled, in code that is whole and in code that is being typed. */
import { expect, test } from 'vitest';
import { DB, temporaryProject } from '../cli/temporaryProject.ts';
import { startEditor } from './editor.ts';

const USERS = `import { db } from './db.js';

export async function users() {
  return await db.selectFrom('users').selectAll().execute();
}
`;

test('labels stand behind the calls of a chain', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS);
  expect(await document.withHints()).toContain('.selectAll()‹lazy›.execute()‹executing · awaited›;');
});

test('a range is answered with its own hints only', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS);
  const line = { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } };
  const { uri } = document;
  expect(await editor.connection.sendRequest('textDocument/inlayHint', { textDocument: { uri }, range: line })).toEqual(
    [],
  );
});

test('an edit in the middle is followed', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS);
  await document.hints();
  await document.edit('.execute()', '.limit(1)');
  await document.edit('return await ', 'return ');
  expect(await document.withHints()).toContain("return db.selectFrom('users').selectAll().limit(1)‹lazy›;");
});

test('the tooltip lists the calls a hint speaks of', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS);
  const tooltip = await document.tooltip('lazy');
  expect(tooltip).toContain('`selectFrom`');
  expect(tooltip).toContain('`selectAll`');
  expect(tooltip).not.toContain('`execute`');
});

test('a hint of an older text is resolved to itself', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS);
  const [hint] = await document.hints();
  await document.edit('users()', 'all()');
  expect(await editor.connection.sendRequest('inlayHint/resolve', hint)).toEqual(hint);
});

test('half-typed code keeps the labels around it', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(`import { db } from './db.js';
export const before = () => db.selectFrom('users').selectAll().execute();
export async function half() {
  const query = db.selectFrom('users').wh
  if (query
}
export const after = () => db.deleteFrom('users').execute();
`);
  const text = await document.withHints();
  expect(text).toContain("db.selectFrom('users').selectAll()‹lazy›.execute()‹executing›;");
  expect(text).toContain("db.deleteFrom('users')‹lazy›.execute()‹executing›;");
});

test('an unsaved document is labelled as if it were saved in the folder', async () => {
  const { folder } = temporaryProject({ 'db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS, { uri: 'untitled:Untitled-1' });
  expect(await document.withHints()).toContain('.execute()‹executing · awaited›');
});

test('JavaScript is labelled too', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS, { file: 'src/app.js', languageId: 'javascript' });
  expect(await document.withHints()).toContain('.execute()‹executing · awaited›');
});

test.each([
  ['a scheme that is not analysed', 'git:/old/app.ts'],
  ['a file that is no source code', 'file:///nowhere/notes.txt'],
])('%s has no hints', async (_, uri) => {
  const { folder } = temporaryProject({});
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS, { uri });
  expect(await document.hints()).toEqual([]);
});

test('an unknown document has no hints', async () => {
  const { folder } = temporaryProject({});
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS);
  await document.close();
  expect(await document.hints()).toEqual([]);
});
