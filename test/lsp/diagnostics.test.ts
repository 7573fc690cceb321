/** Diagnostics, pulled and pushed, and the code actions that mend them. */
import { expect, test } from 'vitest';
import { DB, temporaryProject } from '../cli/temporaryProject.ts';
import { ABLE, startEditor } from './editor.ts';

const DROPPED = `import { db } from './db.js';

export async function rename() {
  db.updateTable('users').set({ name: 'Ada' }).where/*|*/('id', '=', 1);
}
`;

const TWICE = `import { db } from './db.js';

export async function empty() {
  db.deleteFrom('users').exec/*|*/ute();
  db.deleteFrom('users').where('id', '=', 1).execute();
}
`;

test('a finding is a diagnostic with its rule, its page and its severity', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const [diagnostic, ...others] = await (await editor.open(DROPPED)).diagnostics();
  expect(others).toEqual([]);
  expect(diagnostic).toMatchObject({
    code: 'no-unexecuted-query',
    codeDescription: {
      href: 'https://github.com/query-lens/query-lens/blob/main/docs/rules/no-unexecuted-query.md',
    },
    severity: 1,
    source: 'query-lens',
    range: { start: { line: 3, character: 47 }, end: { line: 3, character: 52 } },
  });
});

test('code without a mistake has no diagnostics', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(DROPPED.replace('  db.', '  await db.').replace('1);', '1).execute();'));
  expect(await document.findings()).toEqual([]);
});

test('the preferred quick fix mends the finding', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(DROPPED);
  const preferred = (await document.actions()).filter((action) => action.isPreferred);
  expect(preferred).toHaveLength(1);
  for (const action of preferred) {
    expect(action.kind).toBe('quickfix');
    expect(action.diagnostics?.map(({ code }) => code)).toEqual(['no-unexecuted-query']);
    expect(document.after(action)).toContain(
      "  await db.updateTable('users').set({ name: 'Ada' }).where('id', '=', 1).execute();",
    );
  }
});

test('away from a finding nothing is offered', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(DROPPED.replace('/*|*/', '').replace('rename', 're/*|*/name'));
  expect(await document.actions()).toEqual([]);
});

test.each([
  ['quick fixes ask for it by a title', undefined, 'quickfix'],
  ['saving asks for it by its kind', ['source.fixAll'], 'source.fixAll.queryLens'],
])('all findings are fixed at once: %s', async (_, only, kind) => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(TWICE);
  const all = (await document.actions(only)).filter((action) => action.title.startsWith('Fix all'));
  expect(all.map((action) => action.kind)).toEqual([kind]);
  for (const action of all) {
    expect(document.after(action)).toContain(`  await db.deleteFrom('users').execute();
  await db.deleteFrom('users').where('id', '=', 1).execute();`);
  }
});

test('nothing is offered under a kind that was not asked for', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(TWICE);
  expect(await document.actions(['refactor'])).toEqual([]);
});

test('edits name the version they are for, where the client can take that', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const able = await (await startEditor({ folder })).open(DROPPED);
  expect((await able.actions())[0]?.edit?.documentChanges).toMatchObject([{ textDocument: { version: 1 } }]);
  const plain = await (await startEditor({ folder, capabilities: {} })).open(DROPPED);
  const [action] = await plain.actions();
  expect(Object.keys(action?.edit?.changes ?? {})).toEqual([plain.uri]);
});

test('a client that does not pull diagnostics is sent them, and sent none when the document is mended or closed', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder, capabilities: { workspace: ABLE.workspace ?? {} } });
  const document = await editor.open(DROPPED);
  const latest = (): readonly unknown[] | undefined =>
    editor.received.pushed.findLast(({ uri }) => uri === document.uri)?.diagnostics;
  await editor.until(() => latest()?.length === 1);
  expect(editor.received.pushed.at(-1)?.version).toBe(1);
  await document.edit('  db.', '  return db.');
  await editor.until(() => latest()?.length === 0);
  await document.edit('  return db.', '  db.');
  await editor.until(() => latest()?.length === 1);
  await document.close();
  await editor.until(() => latest()?.length === 0);
});

test('a finding can be ignored, by a comment that comes after every fix', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(DROPPED);
  const actions = await document.actions(['quickfix']);
  const titles = actions.map(({ title }) => title);
  expect(titles.slice(-2)).toEqual([
    'Ignore no-unexecuted-query on this line',
    'Ignore no-unexecuted-query in this file',
  ]);
  expect(titles.length).toBeGreaterThan(2);
  for (const action of actions.slice(-2)) expect(action.isPreferred).toBe(false);
  await document.edit('  db.', '  // query-lens-ignore-next-line no-unexecuted-query: not yet\n  db.');
  expect(await document.findings()).toEqual([]);
  await document.edit('db.updateTable', 'await db.updateTable');
  await document.edit(', 1);', ', 1).execute();');
  expect(await document.findings()).toEqual(['unused-ignore: no-unexecuted-query']);
});
