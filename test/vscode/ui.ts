/** Where things are in a VS Code window, and the gestures of more than one step. */
import type { FrameLocator, Locator, Page } from 'playwright-core';

/** Nothing the window is asked for may take longer, in milliseconds; each wait ends as soon as its condition holds. */
export const PATIENCE = 120_000;
/** What a gesture should bring has not come after this: a window that was busy has missed it, and it is made again. */
const ATTEMPT = 10_000;

/** Each thing is found when it is asked for. */
export interface Ui {
  /** An inlay hint that shows the text; `nth` counts from 0. */
  hint(text: string, nth?: number): Locator;
  /** Every inlay hint that is shown. */
  hints(): Locator;
  /** The line of the editor that holds the text. */
  line(text: string): Locator;
  /** A word of the line that holds `text`. */
  word(text: string, word: string): Locator;
  squiggle(severity: 'error' | 'warning' | 'info' | 'hint'): Locator;
  /** Rests the pointer on something until a part of the hover holds the text, and gives that part. */
  hover(over: Locator, text: string): Promise<Locator>;
  /** A part of the open hover. */
  hovered(text: string): Locator;
  /** Does something, and again, until `there` can be seen. */
  until(there: Locator, act: () => Promise<void>): Promise<void>;
  /** The entry of the open menu of code actions that Enter applies. */
  focusedCodeAction(title: string): Locator;
  activity(name: string): Locator;
  /** A row of a tree in the sidebar that holds the text, and beside it the description. */
  treeItem(text: string, description?: string): Locator;
  /** The page of the webview in the sidebar, or of the one in the open editor tab. */
  webview(place?: 'sidebar' | 'tab'): FrameLocator;
  /** Opens what the status bar tells of the language of the open file, and gives the parts that hold the text. */
  languageStatus(text: string): Promise<Locator>;
  /** Runs a command from the command palette. */
  command(title: string): Promise<void>;
}

const HINT = '.editor-instance .view-line span[class*="dyn-rule"]';
const IN_SIDEBAR = '[src*="purpose=webviewView"]';

export function createUi(page: Page): Ui {
  const line = (text: string): Locator => page.locator('.editor-instance .view-line', { hasText: text }).first();
  const hovered = (text: string): Locator =>
    page.locator('.monaco-hover:visible .hover-contents, .monaco-hover:visible .hover-row', { hasText: text }).first();
  return {
    hint: (text, nth = 0) => page.locator(HINT, { hasText: text }).nth(nth),
    hints: () => page.locator(HINT),
    line,
    word: (text, word) => line(text).getByText(word, { exact: true }).first(),
    squiggle: (severity) => page.locator(`.editor-instance .squiggly-${severity}`).first(),
    async hover(over, text) {
      await until(hovered(text), async () => {
        // A pointer that rests already where it shall rest is not heard of.
        await page.mouse.move(0, 0);
        await over.hover({ timeout: ATTEMPT });
      });
      return hovered(text);
    },
    hovered,
    until,
    focusedCodeAction: (title) => page.locator('.action-widget .monaco-list-row.action.focused', { hasText: title }),
    activity: (name) => page.locator(`.activitybar .action-item a.action-label[aria-label^="${name}"]`).first(),
    treeItem: (text, description) =>
      page
        .locator('.pane-body .monaco-list-row', { hasText: text })
        .filter({ hasText: description ?? '' })
        .first(),
    webview: (place = 'sidebar') =>
      page
        .frameLocator(`iframe.webview.ready${place === 'sidebar' ? IN_SIDEBAR : `:not(${IN_SIDEBAR})`}`)
        .frameLocator('iframe#active-frame'),
    async languageStatus(text) {
      const parts = page.locator('.hover-language-status', { hasText: text });
      await until(parts.first(), async () => {
        await page.mouse.move(0, 0);
        await page.locator('[id="status.languageStatus"]').hover({ timeout: ATTEMPT });
      });
      return parts;
    },
    command: (title) => runCommand(page, title),
  };
}

/** The last attempt's failure is told once the patience is at its end. */
async function until(there: Locator, act: () => Promise<void>): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      await act();
      return await there.waitFor({ timeout: ATTEMPT });
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** The palette lists what was known when it was opened, so it is opened again while a command is missing. */
async function runCommand(page: Page, title: string): Promise<void> {
  const input = page.locator('.quick-input-widget:visible input').first();
  const chosen = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).first();
  await until(chosen, async () => {
    // Opened over itself, it would list no more than before.
    if (await input.isVisible()) await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await input.fill(`>${title}`, { timeout: ATTEMPT });
  });
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget:visible').waitFor({ state: 'hidden' });
}
