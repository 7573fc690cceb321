/** Inlay hints: every call labelled, in code that is whole and in code that is being typed. */
import { expect, test } from 'vitest';
import { DB, temporaryProject } from '../cli/temporaryProject.ts';
import { labelOf } from './document.ts';
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

test('half a surrogate pair, as while an emoji is being typed, keeps no request from its answer', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS.replace('await', '/* \ud83d */ await'));
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

test('labels may be switched off, and hints are as long as they may be', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const settings = { hintLabels: { lazy: false }, hintMaximumLength: 13 };
  const document = await (await startEditor({ folder, settings })).open(USERS);
  expect(await document.withHints()).toContain('.selectAll().execute()‹executing · …›;');
});

test('scrolling cuts one answer into parts: the file is analysed once', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS);
  const whole = await document.hints();
  const before = await editor.analyses();
  const line = (from: number): Promise<unknown> =>
    editor.connection.sendRequest('textDocument/inlayHint', {
      textDocument: { uri: document.uri },
      range: { start: { line: from, character: 0 }, end: { line: from + 1, character: 0 } },
    });
  const parts = [await line(0), await line(2), await line(3), await line(3)];
  expect(parts).toEqual([[], [], whole, whole]);
  expect(await editor.analyses()).toBe(before);
  expect(before).toBe(1);
});

test('while newer hints are made, the last ones are served where they have moved to, and the client asks again', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS);
  const before = await document.hints();
  editor.holdUp();
  await document.edit('export async', '\n\nexport async');
  const meanwhile = await document.hintsOnce();
  expect(meanwhile.map(({ label }) => labelOf(label))).toEqual(before.map(({ label }) => labelOf(label)));
  expect(meanwhile.map(({ position }) => position.line)).toEqual(before.map(({ position }) => position.line + 2));
  const { refreshedHints } = editor.received;
  editor.letGo();
  await editor.until((received) => received.refreshedHints > refreshedHints);
  expect(await document.withHints()).toContain('.execute()‹executing · awaited›;');
});

test('a hint can be clicked where the client has the command, and is plain text elsewhere', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const able = await startEditor({ folder, initializationOptions: { commands: ['queryLens.showChain'] } });
  const document = await able.open(USERS);
  const commands = (await document.hints()).map(({ label }) => (typeof label === 'string' ? [] : label[0]?.command));
  expect(commands).toEqual([
    expect.objectContaining({ command: 'queryLens.showChain', arguments: [document.uri, document.at('selectAll')] }),
    expect.objectContaining({ command: 'queryLens.showChain', arguments: [document.uri, document.at('execute')] }),
  ]);
  const plain = await (await startEditor({ folder })).open(USERS);
  expect((await plain.hints()).map(({ label }) => label)).toEqual(['lazy', 'executing · awaited']);
});

test('the tooltip names the setting, and links to it where the client can open it', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const plain = await (await startEditor({ folder })).open(USERS);
  expect(await plain.tooltip('lazy')).toMatch(/\n\nSetting: `queryLens\.hints` is `grouped`\.$/);
  const able = await startEditor({ folder, initializationOptions: { commands: ['queryLens.openSetting'] } });
  const document = await able.open(USERS);
  expect(await document.tooltip('lazy')).toContain('[`queryLens.hints`](command:queryLens.openSetting?');
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
