/** What a developer sees and does in a VS Code window: hints, hover, finding, quick fix, sidebar. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { VSIX, WORKSPACE } from './extension.ts';
import { startWorkbench } from './workbench.ts';
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
    await ui.word('.where(', 'where').hover();
    await ui.hover('Kysely').waitFor();
    expect(await ui.hover('Kysely').textContent()).toContain('lazy');
    await page.keyboard.press('Escape');
  });

  test('a finding says what, why and what to do', async () => {
    const { ui } = workbench;
    await ui.word('db.updateTable', 'execute').hover();
    await ui.hover('no-missing-await').waitFor();
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
    await page.keyboard.press('Control+.');
    await ui.focusedCodeAction('await').waitFor();
    await workbench.screenshot('quick-fix');
    await page.keyboard.press('Enter');
    await ui.line('await db.updateTable').waitFor();
    await ui.hint('executing · awaited', 1).waitFor();
  });

  test('nothing is asked of another machine', () => {
    expect(workbench.foreignRequests).toEqual([]);
  });
});
