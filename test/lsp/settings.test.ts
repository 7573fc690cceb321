/** Settings: asked for, sent at the start, changed on the way. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { DB, temporaryProject } from '../cli/temporaryProject.ts';
import { startEditor } from './editor.ts';

const DROPPED = `import { db } from './db.js';
export function empty() {
  db.deleteFrom('users').where('id', '=', 1);
}
`;

test('the settings the client is asked for hold from the first answer on', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const settings = { hints: 'each', rules: { 'no-unexecuted-query': 'warning' } };
  const document = await (await startEditor({ folder, settings })).open(DROPPED);
  expect(await document.withHints()).toContain("db.deleteFrom('users')‹lazy›.where('id', '=', 1)‹lazy · never runs›");
  expect((await document.diagnostics()).map(({ severity }) => severity)).toEqual([2]);
});

test('a client that can not be asked sends them with the handshake', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const initializationOptions = { hints: 'off', rules: { 'no-unexecuted-query': 'off' } };
  const document = await (await startEditor({ folder, capabilities: {}, initializationOptions })).open(DROPPED);
  expect(await document.hints()).toEqual([]);
  expect(await document.findings()).toEqual([]);
});

test('a change takes effect at once, and the client is told to ask again', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder });
  const document = await editor.open(DROPPED);
  expect(await document.hints()).not.toEqual([]);
  expect(await document.findings()).toEqual(['no-unexecuted-query: where']);
  await editor.until(({ registrations }) =>
    registrations.some(({ method }) => method === 'workspace/didChangeConfiguration'),
  );
  await editor.configure({ hints: 'off', rules: { 'no-unexecuted-query': 'off' } });
  await editor.until((received) => received.refreshedHints > 0 && received.refreshedDiagnostics > 0);
  expect(await document.hints()).toEqual([]);
  expect(await document.findings()).toEqual([]);
});

test('a folder has the settings that hold in it', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB, 'web/db.ts': DB });
  const folders = ['web', 'src'].map((name) => path.join(folder, name));
  const settings = (scope: string | undefined): unknown =>
    scope?.endsWith('/web') ? { hints: 'off', rules: { 'no-unexecuted-query': 'hint' } } : {};
  const editor = await startEditor({ folder, folders, settings });
  const web = await editor.open(DROPPED, { file: 'web/app.ts' });
  expect(await web.hints()).toEqual([]);
  expect((await web.diagnostics()).map(({ severity }) => severity)).toEqual([4]);
  const src = await editor.open(DROPPED);
  expect(await src.hints()).not.toEqual([]);
  expect((await src.diagnostics()).map(({ severity }) => severity)).toEqual([1]);
});

test('an unusable setting is named in the log, and its default holds', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({
    folder,
    settings: { hints: 'loud', hintMaximumLength: -1, hintLabels: { lazy: 'no' }, rules: { 'no-missing-await': 3 } },
  });
  const document = await editor.open(DROPPED);
  expect(await document.hints()).not.toEqual([]);
  await editor.until(({ log }) => log.some((line) => line.includes('queryLens.hints can\'t be "loud"')));
  for (const name of ['hintMaximumLength', 'hintLabels.lazy'])
    await editor.until(({ log }) => log.some((line) => line.includes(`queryLens.${name} can't be`)));
  await editor.until(({ log }) => log.some((line) => line.includes("queryLens.rules.no-missing-await can't be 3")));
});
