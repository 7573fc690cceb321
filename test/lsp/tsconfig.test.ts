/** A tsconfig that is not as it should be: the labels go on, and the status says what is wrong. */
import { expect, test } from 'vitest';
import { DB, temporaryProject } from '../cli/temporaryProject.ts';
import { startEditor } from './editor.ts';

const USERS = `import { db } from './db.js';

export async function users() {
  return await db.selectFrom('users').selectAll().execute();
}
`;

test.each([
  [
    'a base that does not exist',
    '{ "extends": "./nowhere.json", "include": ["src"] }',
    /extends \.\/nowhere\.json, which/,
  ],
  ['JSON that is broken', '{ "include": ["src"]', /tsconfig\.json:1 is not valid JSON/],
  ['itself as its base', '{ "extends": "./tsconfig.json", "include": ["src"] }', /tsconfig\.json extends itself/],
])('with %s', async (_, tsconfig, problem) => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'tsconfig.json': tsconfig });
  const editor = await startEditor({ folder });
  const document = await editor.open(USERS);
  expect(await document.withHints()).toContain('.selectAll()‹lazy›.execute()‹executing · awaited›;');
  await editor.until(({ statuses }) => statuses.at(-1)?.problem !== undefined);
  expect(editor.received.statuses.at(-1)).toMatchObject({
    state: 'ready',
    problem: expect.stringMatching(problem) as string,
  });
});

test('nothing is said of a tsconfig that is as it should be', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  await (await editor.open(USERS)).hints();
  await editor.until(({ statuses }) => statuses.at(-1)?.libraries.length === 1);
  expect(editor.received.statuses.at(-1)).not.toHaveProperty('problem');
});
