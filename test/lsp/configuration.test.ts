/** The configuration in the editor: what it says holds, its mistakes are shown in it, and changes take effect at once. */
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver/node';
import { METHOD_REFERENCE } from '../../server/src/protocol/requests.ts';
import type { MethodReference } from '../../server/src/protocol/requests.ts';
import { ACME, DB, REPOSITORY, temporaryProject } from '../cli/temporaryProject.ts';
import type { TemporaryProject } from '../cli/temporaryProject.ts';
import { startEditor } from './editor.ts';
import type { Editor } from './editor.ts';

const DROPPED = `import { db } from './db.js';

export function empty() {
  db.deleteFrom('users').where('id', '=', 1);
}
`;
const USES = `import type { Repository } from './repository.js';

export async function main(users: Repository<object>) {
  users.que/*|*/ry().where('a');
}
`;

const config = (content: object): string => JSON.stringify(content);

/** Writes a file, or takes it away, and tells the server of it as an editor's watcher does. */
async function change(editor: Editor, project: TemporaryProject, file: string, text: string): Promise<void> {
  project.write(file, text);
  const uri = pathToFileURL(project.path(file)).href;
  await editor.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri, type: FileChangeType.Changed }],
  });
}

/** What is shown in a file that the editor does not ask about. */
function shownIn(editor: Editor, project: TemporaryProject, file: string): readonly string[] | undefined {
  const uri = pathToFileURL(project.path(file)).href;
  const last = editor.received.pushed.findLast((pushed) => pushed.uri === uri);
  return last?.diagnostics.map(({ range: { start, end }, message }) => {
    const words = typeof message === 'string' ? message : message.value;
    return `${start.line}:${start.character}-${end.character} ${words}`;
  });
}

test('it goes before the settings, and a change of it takes effect at once', async () => {
  const project = temporaryProject({ 'src/db.ts': DB });
  const settings = { rules: { 'no-unexecuted-query': 'warning' } };
  const editor = await startEditor({ folder: project.folder, settings });
  const document = await editor.open(DROPPED);
  const severities = async (): Promise<unknown> => (await document.diagnostics()).map(({ severity }) => severity);
  expect(await severities()).toEqual([2]);
  await change(editor, project, 'querylens.json', config({ rules: { 'no-unexecuted-query': 'hint' } }));
  await editor.until(({ refreshedDiagnostics }) => refreshedDiagnostics > 0);
  expect(await severities()).toEqual([4]);
  await change(editor, project, 'querylens.json', config({ ignore: ['src'] }));
  await editor.until(({ refreshedDiagnostics }) => refreshedDiagnostics > 1);
  expect(await severities()).toEqual([]);
  expect(await document.hints()).not.toEqual([]);
});

test('a mistake is shown where it is, the rest holds, and once mended it is gone', async () => {
  const wrong = '{\n  "rules": { "no-sleep": "off", "no-unexecuted-query": "off" }\n}';
  const project = temporaryProject({ 'src/db.ts': DB, 'querylens.json': wrong });
  const editor = await startEditor({ folder: project.folder });
  const document = await editor.open(DROPPED);
  expect(await document.findings()).toEqual([]);
  const shown = (): readonly string[] | undefined => shownIn(editor, project, 'querylens.json');
  await editor.until(() => shown() !== undefined);
  expect(shown()).toEqual([expect.stringMatching(/^1:13-23 There is no rule "no-sleep"/)]);
  await change(editor, project, 'querylens.json', '{}');
  await editor.until(() => shown()?.length === 0);
  expect(await document.findings()).toEqual(['no-unexecuted-query: where']);
});

test('a JSON file that is none of ours changes nothing', async () => {
  const project = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder: project.folder });
  const document = await editor.open(DROPPED);
  const before = await document.withHints();
  await change(editor, project, 'data.json', '{}');
  expect(await document.withHints()).toBe(before);
  // Longer than the server waits before it tells of a change.
  await setTimeout(700);
  expect(editor.received.refreshedHints).toBe(0);
});

test('a catalog that the configuration names is read, shown with its mistakes, and read anew when it changes', async () => {
  const project = temporaryProject({
    'src/db.ts': DB,
    'src/repository.ts': REPOSITORY,
    'querylens.json': config({ catalogs: ['acme.json'] }),
    'acme.json': ACME.replace('"lazy"', '"eager"'),
  });
  const editor = await startEditor({ folder: project.folder });
  const document = await editor.open(USES);
  const shown = (): readonly string[] | undefined => shownIn(editor, project, 'acme.json');
  expect(await document.hints()).toEqual([]);
  await editor.until(() => shown() !== undefined);
  expect(shown()).toEqual([expect.stringMatching(/^18:32-39 Expected one of: lazy/)]);

  await change(editor, project, 'acme.json', ACME);
  await editor.until(() => shown()?.length === 0);
  expect(await document.withHints()).toContain("users.query().where('a')‹lazy · never runs›");
  expect(await document.hover()).toMatch(/Acme `Repository\.query\(\)`[^]*Starts a query\./);
  expect(await document.findings()).toEqual(['no-unexecuted-query: where']);
  const { libraries } = await editor.connection.sendRequest<MethodReference>(METHOD_REFERENCE);
  expect(libraries.find(({ library }) => library === 'acme')).toMatchObject({ title: 'Acme', used: true });
  await editor.until(({ statuses }) => (statuses.at(-1)?.catalogs ?? 0) > 0);

  await change(editor, project, 'acme.json', ACME.replace('"lazy"', '"executing"'));
  await editor.until(({ statuses }) => (statuses.at(-1)?.catalogs ?? 0) > 1);
  expect(await document.withHints()).toContain('users.query()‹executing›');
});

test('the setting names catalogs too, and one that is not there is named in the log', async () => {
  const project = temporaryProject({ 'src/db.ts': DB, 'src/repository.ts': REPOSITORY, 'acme.json': ACME });
  const editor = await startEditor({ folder: project.folder, settings: { catalogs: ['acme.json', 'none.json'] } });
  const document = await editor.open(USES);
  expect(await document.hints()).toHaveLength(1);
  await editor.until(({ log }) => log.some((line) => /queryLens\.catalogs: .*none\.json does not exist/.test(line)));
  await editor.configure({ catalogs: [] });
  await editor.until(({ refreshedHints }) => refreshedHints > 0);
  expect(await document.hints()).toEqual([]);
  await editor.configure({ catalogs: 'acme.json' });
  await editor.until(({ log }) =>
    log.some((line) => /queryLens\.catalogs can't be "acme\.json".* Write a list/.test(line)),
  );
});

test('a client that watches no files sees a change with its next question', async () => {
  const project = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder: project.folder, capabilities: { textDocument: { diagnostic: {} } } });
  const document = await editor.open(DROPPED);
  expect(await document.findings()).toEqual(['no-unexecuted-query: where']);
  project.write('querylens.json', config({ rules: { 'no-unexecuted-query': 'off' } }));
  // Longer than the server leaves between two looks at the disk.
  await setTimeout(1100);
  expect(await document.findings()).toEqual([]);
});
