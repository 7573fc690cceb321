/** What a developer sees and does in a VS Code window: hints, hover, finding, quick fix, sidebar. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { VSIX, WORKSPACE } from './extension.ts';
import { startWorkbench } from './workbench.ts';
import { PATIENCE } from './ui.ts';
import type { Workbench } from './workbench.ts';

let workbench: Workbench;
beforeAll(async () => {
  // TypeScript would report the packages that are not installed; what is underlined here is ours.
  const settings = { 'typescript.validate.enable': false };
  workbench = await startWorkbench({ workspace: WORKSPACE, vsix: [VSIX], settings });
});
afterAll(() => workbench.stop());

// A picture of the window after every test, of what went wrong above all.
afterEach(({ task }) => workbench.screenshot(task.name.replaceAll(/\W+/g, '-')));

/** What every hint of the open editor says. */
async function hintTexts(): Promise<readonly string[]> {
  // The space before a hint is an element of its own.
  return (await workbench.ui.hints().allTextContents()).filter((text) => text !== '');
}

/** Counts the hints with every picture the window draws, and keeps the least number. */
async function watchHints(): Promise<void> {
  await workbench.page.evaluate(`
    globalThis.leastHints = Infinity;
    const count = () => {
      const spans = document.querySelectorAll('.editor-instance .view-line span[class*="dyn-rule"]');
      const hints = [...spans].filter(({ textContent }) => textContent !== '');
      globalThis.leastHints = Math.min(globalThis.leastHints, hints.length);
      requestAnimationFrame(count);
    };
    count();
  `);
}

const leastHints = async (): Promise<number> => Number(await workbench.page.evaluate('globalThis.leastHints'));

describe('in a window on the bookshop', () => {
  beforeAll(() => workbench.open('books.ts'));

  test('hints say when each call runs', async () => {
    const { ui } = workbench;
    await ui.hint('executing · awaited').waitFor();
    await ui.hint('never runs').waitFor();
    await ui.squiggle('error').waitFor();
  });

  test('a hover says why', async () => {
    const { ui, page } = workbench;
    const hover = await ui.hover(ui.word('.where(', 'where'), 'Kysely');
    expect(await hover.textContent()).toContain('lazy');
    await page.keyboard.press('Escape');
  });

  test('a finding says what, why and what to do', async () => {
    const { ui } = workbench;
    await ui.hover(ui.word('db.updateTable', 'execute'), 'no-missing-await');
  });

  test('the sidebar follows the cursor', async () => {
    const { ui, page } = workbench;
    await page.keyboard.press('Escape');
    await ui.activity('Query Lens').click();
    const current = ui.webview().locator('tr[aria-current]');
    await ui.word('.selectFrom(', 'selectFrom').click();
    await current.filter({ hasText: 'selectFrom' }).waitFor();
    await ui.word('db.deleteFrom', 'where').click();
    await current.filter({ hasText: 'where' }).waitFor();
    expect(await current.count()).toBe(1);
  });

  test('the missing await is mended by keyboard', async () => {
    const { ui, page } = workbench;
    await ui.word('db.updateTable', 'execute').click();
    await ui.until(ui.focusedCodeAction('await'), () => page.keyboard.press('Control+.'));
    await workbench.screenshot('quick-fix');
    await page.keyboard.press('Enter');
    await ui.line('await db.updateTable').waitFor();
    await ui.hint('executing · awaited', 1).waitFor();
  });

  test('a click on a hint shows what its chain does', async () => {
    const { ui, page } = workbench;
    await ui.command('Query Lens: Open Query Map');
    const hint = ui.hint('never runs');
    const chain = ui.hovered('The chain:');
    // A label becomes a link once the server has said where it leads.
    await ui.until(chain, async () => {
      await hint.hover();
      await page.keyboard.down('Control');
      await hint.click();
      await page.keyboard.up('Control');
    });
    expect(await chain.textContent()).toContain('never runs');
    await page.keyboard.press('Escape');
  });

  test('the tooltip of a hint names the setting', async () => {
    const { ui, page } = workbench;
    await ui.hover(ui.hint('never runs'), 'queryLens.hints');
    await page.keyboard.press('Escape');
  });

  test('one command switches all hints off, and on again', async () => {
    const { ui } = workbench;
    await ui.command('Query Lens: Toggle Hints');
    await ui.hint('never runs').waitFor({ state: 'detached' });
    await ui.command('Query Lens: Toggle Hints');
    await ui.hint('never runs').waitFor();
  });

  test('hints stand still while somebody types in the middle of a chain, and are right in the end', async () => {
    const { ui, page } = workbench;
    const before = await hintTexts();
    await ui.word('.where(', 'where').click();
    await page.keyboard.press('Home');
    await watchHints();
    await page.keyboard.type('.limit(1).offset(2).distinct()', { delay: 15 });
    await ui.line('.distinct()').waitFor();
    await page.keyboard.press('Enter');
    const least = await leastHints();
    // The line that is typed in may lose its own; every other one keeps its place.
    expect(least).toBeGreaterThanOrEqual(before.length - 1);
    await expect.poll(hintTexts, { timeout: PATIENCE }).toHaveLength(before.length + 1);
  });

  test('hints are shown only while the keys are held, where the editor is set so', async () => {
    const { ui, page } = workbench;
    workbench.configure({ 'editor.inlayHints.enabled': 'offUnlessPressed' });
    await ui.hint('never runs').waitFor({ state: 'detached' });
    await ui.word('db.deleteFrom', 'deleteFrom').click();
    await page.keyboard.down('Control');
    await page.keyboard.down('Alt');
    await ui.hint('never runs').waitFor();
    await page.keyboard.up('Alt');
    await page.keyboard.up('Control');
    await ui.hint('never runs').waitFor({ state: 'detached' });
    workbench.configure({});
    await ui.hint('never runs').waitFor();
  });

  test('settings take effect at once: labels of one kind go, the others stay', async () => {
    const { ui } = workbench;
    workbench.configure({ 'queryLens.hintLabels': { lazy: false } });
    await ui.hint('lazy').waitFor({ state: 'detached' });
    await ui.hint('executing').waitFor();
    workbench.configure({});
    await ui.hint('lazy').waitFor();
  });

  test('code lenses count the queries of each function, and list them on a click', async () => {
    const { ui, page } = workbench;
    workbench.configure({ 'queryLens.codeLens': true });
    const lens = page.locator('.codelens-decoration a', { hasText: '1 query' }).first();
    await ui.until(page.locator('.peekview-widget'), () => lens.click());
    await workbench.screenshot('code-lens');
    await page.keyboard.press('Escape');
    workbench.configure({});
    await lens.waitFor({ state: 'detached' });
    await ui.hint('lazy').waitFor();
  });

  test('the query map lists every query of the workspace, and leads to it', async () => {
    const { ui, page } = workbench;
    await ui.command('Query Lens: Open Query Map');
    await ui.treeItem('stock.ts').waitFor();
    await ui.treeItem('orders.ts').click();
    await ui.treeItem('prisma.order.update').click();
    await page.locator('.tab.active', { hasText: 'orders.ts' }).waitFor();
    await ui.line('prisma.order.update').waitFor();
    await ui.command('Query Lens: Group Queries by Model or Table');
    await ui.treeItem('order').waitFor();
    await ui.command('Query Lens: Group Queries by Finding');
    await ui.treeItem('no-unexecuted-query').waitFor();
    await ui.command('Query Lens: Group Queries by Label');
    await ui.treeItem('blocking').waitFor();
  });

  test('the query map follows what is typed', async () => {
    const { ui, page } = workbench;
    await ui.command('Query Lens: Group Queries by Finding');
    await ui.word('prisma.order.update', 'update').click();
    await page.keyboard.press('Home');
    await page.keyboard.type('await ');
    await ui.treeItem('no-unexecuted-query', '1 query').waitFor();
    for (const _ of 'await ') await page.keyboard.press('Backspace');
    await ui.treeItem('no-unexecuted-query', '2 queries').waitFor();
    await ui.command('Query Lens: Group Queries by File');
  });

  test('the status beside the language names the libraries, the project and the last analysis', async () => {
    const { ui, page } = workbench;
    await ui.languageStatus('Query Lens: tsconfig.json');
    await page.locator('.hover-language-status', { hasText: /orders\.ts analysed in \d+ ms/ }).waitFor();
    await page.locator('.hover-language-status', { hasText: /Query Lens: .*kysely.*prisma/ }).waitFor();
    await workbench.screenshot('language-status');
    await page.keyboard.press('Escape');
    await ui.command('Query Lens: Show Server Status');
    await ui.line('TypeScript: 7.').waitFor();
    await ui.line('memory: server').waitFor();
  });

  test('a file that takes longer than it may is named, with what it spends the time on', async () => {
    const { ui, page, folder } = workbench;
    const chains = "db.selectFrom('books').selectAll().execute();\n".repeat(2000);
    writeFileSync(
      path.join(folder, 'long.ts'),
      `import { Kysely } from 'kysely';\nconst db = new Kysely<any>({});\n${chains}`,
    );
    workbench.configure({ 'queryLens.timeBudget': 1 });
    await workbench.open('long.ts');
    const complaint = await ui.languageStatus('queryLens.timeBudget');
    expect(await complaint.first().textContent()).toMatch(/long\.ts takes \d.* to analyse, most of it on/);
    await workbench.screenshot('time-budget');
    workbench.configure({});
    await page.keyboard.press('Escape');
  });

  test('a report holds the status of the server, and goes where the manifest says', async () => {
    const { ui, page } = workbench;
    await ui.command('Query Lens: Report Issue');
    const question = page.locator('.monaco-dialog-box', { hasText: 'query-lens/issues/new' });
    await question.waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await ui.line('TypeScript: 7.').waitFor();
    await workbench.screenshot('report');
  });

  test('nothing is asked of another machine', () => {
    expect(workbench.foreignRequests).toEqual([]);
  });
});
