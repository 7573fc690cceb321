/** What a window does by the folder it is opened on: not trusted yet, in Python, without a library, or very large. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DJANGO, VSIX, WORKSPACE } from './extension.ts';
import { PATIENCE } from './ui.ts';
import { startWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const TSC = 'dist/typescript/tsc';
const SERVER = 'dist/server.js';
/** So much that the query map has to tell how far it is. */
const MANY_FILES = 1500;
const LONG = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
${Array.from({ length: 40 }, (_, at) => `export const orders${String(at)} = async () => await prisma.order.findMany();\n`).join('')}`;

/** A chain that types alone tell, and one that its name tells. */
const INFERRED = `import { Kysely } from 'kysely';
export const db = new Kysely<any>({});
type Given = Parameters<(given: typeof db) => void>[0];
export const users = (given: Given) => given.selectFrom('users').selectAll().execute();
export const named = () => db.selectFrom('users');
`;

/** As much of the package as those chains need. */
const KYSELY = {
  'package.json': '{ "name": "kysely", "version": "0.29.1", "types": "index.d.ts" }',
  'index.d.ts': `export declare class Kysely<DB> {
  constructor(options: object);
  selectFrom(table: string): SelectQueryBuilder;
}
export interface SelectQueryBuilder {
  selectAll(): SelectQueryBuilder;
  execute(): Promise<unknown[]>;
}
`,
};

let workbench: Workbench;
beforeAll(async () => {
  const settings = { 'typescript.validate.enable': false };
  workbench = await startWorkbench({ workspace: WORKSPACE, vsix: [VSIX], settings, untrusted: true });
});
afterAll(() => workbench.stop());
afterEach(({ task }) => workbench.screenshot(`places-${task.name.replaceAll(/\W+/g, '-')}`));

/** A folder beside the workspace. */
const beside = (name: string): string => path.join(workbench.folder, '..', name);

/** Keeps what the query map says from now on, however short it is to be seen. */
async function recordMessages(): Promise<void> {
  await workbench.page.evaluate(`
    globalThis.messages = [];
    const note = () => globalThis.messages.push(document.querySelector('.tree-explorer-viewlet-tree-view .message')?.textContent ?? '');
    new MutationObserver(note).observe(document.querySelector('.tree-explorer-viewlet-tree-view'), { subtree: true, childList: true, characterData: true });
  `);
}

const recordedMessages = (): Promise<readonly string[]> =>
  workbench.page.evaluate<readonly string[]>('globalThis.messages');

test('without trust names alone tell the calls, and types too as soon as the workspace is trusted', async () => {
  const { ui, page, folder } = workbench;
  writeFileSync(path.join(folder, 'inferred.ts'), INFERRED);
  mkdirSync(path.join(folder, 'node_modules/kysely'), { recursive: true });
  for (const [name, text] of Object.entries(KYSELY))
    writeFileSync(path.join(folder, 'node_modules/kysely', name), text);
  await workbench.open('inferred.ts');
  await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
  await ui.hint('lazy').waitFor();
  expect(await ui.hint('executing').count()).toBe(0);
  await ui.command('Workspaces: Manage Workspace Trust');
  await page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
  await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await ui.hint('executing').waitFor();
});

test('a Django project has hints and findings, its methods are in the reference, and no TypeScript runs', async () => {
  const { ui } = workbench;
  cpSync(DJANGO, beside('django'), { recursive: true });
  await workbench.openOther({ folder: beside('django') }, path.join(beside('django'), 'bookshop.py'));
  await ui.hint('blocking').waitFor();
  await ui.command('Query Lens: Open Method Reference');
  const current = ui.webview().locator('details[data-library="django"] tr[aria-current]');
  await ui.line('.first()').getByText('first').last().click();
  await current.filter({ hasText: 'afirst()' }).waitFor();
  await ui.treeItem('bookshop.py', 'findings').waitFor();
  // The server of the window that was left ends by and by, and what it has started with it.
  await expect.poll(() => workbench.processes(TSC), { timeout: PATIENCE }).toBe(0);
  await expect.poll(() => workbench.processes(SERVER), { timeout: PATIENCE }).toBe(1);
});

test('a workspace without a library starts no process, and one that is imported does', async () => {
  const { ui, page } = workbench;
  mkdirSync(beside('plain'));
  writeFileSync(path.join(beside('plain'), 'plain.ts'), 'export const one = 1;\n');
  await workbench.openOther({ folder: beside('plain') }, path.join(beside('plain'), 'plain.ts'));
  await ui.line('export const one').waitFor();
  await ui.languageStatus('Query Lens: asleep');
  // The server of the window that was left ends by and by.
  await expect.poll(() => workbench.processes(SERVER), { timeout: PATIENCE }).toBe(0);
  await ui.line('export const one').click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type(
    "import Database from 'better-sqlite3';\nconst all = new Database('a').prepare('select 1').all();\n",
  );
  await ui.hint('blocking').waitFor();
  await expect.poll(() => workbench.processes(SERVER), { timeout: PATIENCE }).toBe(1);
});

test('the query map of a very large workspace stops when told to, goes on from there, and tells how far it is', async () => {
  const { ui, page } = workbench;
  mkdirSync(beside('large'));
  for (let at = 0; at < MANY_FILES; at++) writeFileSync(path.join(beside('large'), `orders${String(at)}.ts`), LONG);
  await workbench.openOther({ folder: beside('large') }, path.join(beside('large'), 'orders0.ts'));
  await ui.hint('executing').waitFor();
  const view = page.locator('.pane', { hasText: 'Query Map' });
  const stop = view.getByRole('button', { name: 'Stop Looking for Queries' });
  const refresh = view.getByRole('button', { name: 'Refresh Query Map' });
  // No computer is so fast that it is done before the button is pressed.
  workbench.hold(SERVER, true);
  await ui.command('Query Lens: Open Query Map');
  await view.getByText('Looking for queries').waitFor();
  await ui.until(stop, () => view.hover());
  await stop.click();
  await view.getByText('Stopped. Refresh goes on from there.').waitFor();
  workbench.hold(SERVER, false);
  await recordMessages();
  await ui.until(refresh, () => view.hover());
  await refresh.click();
  await view.getByText('60000 queries').waitFor();
  await view.getByText('Stopped').waitFor({ state: 'detached' });
  expect(await recordedMessages()).toContainEqual(expect.stringMatching(/^Looking for queries: \d+ of 1500 files/));
});
