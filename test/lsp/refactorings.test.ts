/** Code actions that need no finding: who gets them, under which kind, and what they do. */
import { expect, test } from 'vitest';
import { DB, temporaryProject } from '../cli/temporaryProject.ts';
import { startEditor } from './editor.ts';

const AWAITED = `import { db } from './db.js';

export async function all() {
  return await db.selectFrom('users').selectAll().execute/*|*/();
}
`;

test('refactorings of the query at the cursor are offered under kinds of their own', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(AWAITED);
  const actions = await document.actions(['refactor']);
  expect(actions.map(({ title, kind }) => `${kind}: ${title}`)).toEqual([
    'refactor.rewrite.timeout: Add a timeout',
    'refactor.rewrite.retry: Retry when the connection fails',
  ]);
  expect(actions.flatMap(({ diagnostics = [] }) => diagnostics)).toEqual([]);
  const [timeout, retry] = actions.map((action) => document.after(action));
  expect(timeout).toContain('.execute({ signal: AbortSignal.timeout(5000) });');
  expect(retry).toContain("import pRetry from 'p-retry';");
  expect(await document.actions(['refactor.rewrite'])).toEqual(actions);
  expect(await document.actions(['refactor.rewrite.timeout'])).toEqual(actions.slice(0, 1));
});

test('they come to who opens the menu, and to nobody who asks for something else or not at all', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(AWAITED);
  expect((await document.actions()).map(({ title }) => title)).toContain('Add a timeout');
  expect(await document.actions(undefined, true)).toEqual([]);
  for (const kind of ['quickfix', 'source.fixAll', 'refactor.extract', 'refactor.rewrite.stream'])
    expect(await document.actions([kind])).toEqual([]);
});

test('away from a query none is offered', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(AWAITED.replace('/*|*/', '').replace('all()', 'a/*|*/ll()'));
  expect(await document.actions(['refactor'])).toEqual([]);
});
