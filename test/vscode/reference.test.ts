/** The method reference as people use it: by mouse, keyboard and ear, in every theme, after a reload and without a folder. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { VSIX, WORKSPACE } from './extension.ts';
import { startWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let workbench: Workbench;
beforeAll(async () => {
  const settings = { 'typescript.validate.enable': false };
  workbench = await startWorkbench({ workspace: WORKSPACE, vsix: [VSIX], settings });
  await workbench.open('books.ts');
  await workbench.ui.hint('never runs').waitFor();
  await workbench.ui.activity('Query Lens').click();
  await workbench.ui.webview().locator('details.library[open] tr[data-key]').first().waitFor();
});
afterAll(() => workbench.stop());
afterEach(({ task }) => workbench.screenshot(`reference-${task.name.replaceAll(/\W+/g, '-')}`));

/** The page inside the webview's frames. */
async function pageFrame(): Promise<Frame> {
  const handle = await workbench.ui.webview().locator('body').elementHandle();
  const frame = await handle?.ownerFrame();
  if (!frame) throw new Error('The method reference has no page.');
  return frame;
}

/** What axe finds wrong with the page, in a line each; the page's policy lets no foreign script in, so it is evaluated. */
async function violations(): Promise<readonly string[]> {
  const frame = await pageFrame();
  await frame.evaluate(AXE);
  return frame.evaluate<string[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, failureSummary }) =>
      id + ': ' + html.slice(0, 200) + ' ' + failureSummary)))`);
}

test('the uses of a method are counted, and a click goes to them', async () => {
  const { ui, page } = workbench;
  await ui.webview().getByRole('button', { name: '2 uses of QueryCreator.selectFrom in this workspace' }).click();
  await page.locator('.peekview-title', { hasText: 'Locations (2)' }).waitFor();
  await page.locator('.peekview-widget .ref-tree .monaco-list-row', { hasText: 'selectFrom' }).first().click();
  await page.keyboard.press('Escape');
  await page.locator('.peekview-widget').waitFor({ state: 'detached' });
});

test('what is typed is searched in all libraries, and the arrows go through what is found', async () => {
  const { ui, page } = workbench;
  const search = ui.webview().getByRole('searchbox', { name: 'Search methods' });
  await search.fill('findMany');
  await ui.webview().locator('tr[data-key] a.method', { hasText: 'findMany' }).first().waitFor();
  await search.press('ArrowDown');
  const focused = ui.webview().locator('a.method:focus');
  await focused.waitFor();
  const first = await focused.textContent();
  await page.keyboard.press('ArrowDown');
  await ui.webview().locator('tr:focus-within').waitFor();
  expect(first).toBe('findMany');
  await search.fill('');
});

test('the order can be chosen', async () => {
  const { ui } = workbench;
  await ui.webview().getByRole('combobox', { name: 'Order' }).selectOption('uses');
  await ui.webview().locator('table.flat').first().waitFor();
  const first = ui.webview().locator('details[data-library="kysely"] tr[data-key]').first();
  expect(await first.locator('button.uses').count()).toBe(1);
  await ui.webview().getByRole('combobox', { name: 'Order' }).selectOption('type');
});

test('an async equivalent is copied', async () => {
  const { ui } = workbench;
  await ui.webview().getByRole('combobox', { name: 'Library' }).selectOption('django');
  await ui.webview().getByRole('button', { name: 'blocking' }).click();
  const row = ui.webview().locator('tr[data-key]:has(button.copy)').first();
  const code = await row.locator('td.async code').textContent();
  await row.locator('button.copy').click();
  await ui
    .webview()
    .locator('#announcement', { hasText: `Copied ${code ?? ''}` })
    .waitFor({ state: 'attached' });
  await ui.webview().getByRole('button', { name: 'blocking' }).click();
  await ui.webview().getByRole('combobox', { name: 'Library' }).selectOption('');
});

test('pinned, it stays when the cursor moves', async () => {
  const { ui } = workbench;
  const current = ui.webview().locator('tr[aria-current]');
  await ui.word('.selectFrom(', 'selectFrom').click();
  await current.filter({ hasText: 'selectFrom' }).waitFor();
  await ui.webview().getByRole('button', { name: 'Pin' }).click();
  await ui.word('db.deleteFrom', 'where').click();
  await ui.webview().getByRole('button', { name: 'Pin', pressed: true }).waitFor();
  expect(await current.textContent()).toContain('selectFrom');
  await ui.webview().getByRole('button', { name: 'Pin' }).click();
  await current.filter({ hasText: 'where' }).waitFor();
});

test.each([
  ['Dark Modern', 'vscode-dark'],
  ['Light Modern', 'vscode-light'],
  ['Default High Contrast', 'vscode-high-contrast'],
  ['Default High Contrast Light', 'vscode-high-contrast-light'],
])('axe finds nothing wrong in the theme %s', async (theme, kind) => {
  const { ui } = workbench;
  workbench.configure({ 'workbench.colorTheme': theme });
  await ui.webview().locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
  expect(await violations()).toEqual([]);
});

test('keys alone lead from the editor through the reference to the uses of a method, and back', async () => {
  const { ui, page } = workbench;
  await ui.word('.selectFrom(', 'selectFrom').click();
  await ui.command('Query Lens: Search Method Reference');
  const search = ui.webview().getByRole('searchbox', { name: 'Search methods' });
  await ui.webview().locator('#search:focus').waitFor();
  await page.keyboard.type('updateTable');
  await ui.webview().locator('tr[data-key] a.method', { hasText: 'updateTable' }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await ui.webview().locator('a.method:focus', { hasText: 'updateTable' }).waitFor();
  await page.keyboard.press('Tab');
  await ui.webview().locator('button.uses:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.statusbar-item', { hasText: '(11 selected)' }).waitFor();
  await page.locator('.editor-instance :focus').waitFor({ state: 'attached' });
  await ui.command('Query Lens: Search Method Reference');
  await ui.webview().locator('#search:focus').waitFor();
  await page.keyboard.press('Delete');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('/');
  await ui.webview().locator('#search:focus').waitFor();
  expect(await search.inputValue()).toBe('');
});

test('an editor tab holds it too, and has what was searched when the window is loaded again', async () => {
  const { ui, page, folder } = workbench;
  // A window that is asked for a file shows nothing else when it is loaded again.
  await workbench.openOther({ folder });
  workbench.configure({});
  await ui.command('Query Lens: Open Method Reference in an Editor Tab');
  const search = ui.webview('tab').getByRole('searchbox', { name: 'Search methods' });
  const found = ui.webview('tab').locator('tr[data-key] a.method', { hasText: 'findMany' }).first();
  await search.fill('findMany');
  await found.waitFor();
  await ui.webview('tab').locator('body[data-vscode-theme-kind="vscode-light"]').waitFor();
  await workbench.screenshot('reference-tab');
  await ui.webview('tab').getByRole('button', { name: 'Pin' }).click();
  await workbench.reload(() => ui.command('Developer: Reload Window'));
  await page.locator('.tab.active', { hasText: 'Method Reference' }).waitFor();
  await found.waitFor();
  expect(await search.inputValue()).toBe('findMany');
  await ui.webview('tab').getByRole('button', { name: 'Pin', pressed: true }).waitFor();
});

test('without a folder it is a reference all the same', async () => {
  const { ui } = workbench;
  await workbench.openOther({ ew: 'true' });
  await ui.command('Open Method Reference in an Editor Tab');
  const reference = ui.webview('tab');
  await reference.getByRole('searchbox', { name: 'Search methods' }).fill('findMany');
  await reference.locator('tr[data-key] a.method', { hasText: 'findMany' }).first().waitFor();
  await ui.command('Query Lens: Open Query Map');
  await workbench.page.getByText('Open a folder to see every query in it.').waitFor();
});
