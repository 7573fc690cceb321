/** Drives a real VS Code window in a headless browser, the way a developer does: by looking, keyboard and mouse. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { installation, startServer } from './server.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const SCREENSHOTS = path.join(HERE, 'screenshots');

/** Nothing the window asks for may wait longer than this; each wait ends as soon as its condition holds. */
const PATIENCE = 60_000;

export interface WorkbenchOptions {
  /** Folder whose copy is opened. */
  readonly workspace: string;
  readonly vsix: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** The result of a test run inside the extension host. */
export interface HostRun {
  readonly code: number;
  /** What the tests printed. */
  readonly lines: readonly string[];
}

export interface Workbench {
  readonly page: Page;
  readonly ui: Ui;
  /** The copy of the workspace. */
  readonly folder: string;
  /** Addresses outside this machine that the window has asked for. */
  readonly foreignRequests: readonly string[];
  /** Opens a file of the workspace in a fresh window. */
  open(file: string): Promise<void>;
  /** Runs the tests of the CommonJS module `tests`, which exports `run()`, inside the extension host. */
  runInHost(extension: string, tests: string): Promise<HostRun>;
  /** Saves a picture of the window under the name in the folder of screenshots. */
  screenshot(name: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startWorkbench({ workspace, vsix, settings = {} }: WorkbenchOptions): Promise<Workbench> {
  const { chromium: executablePath } = installation();
  if (executablePath === undefined) throw new Error('No Chromium yet: run `npm run test:vscode`.');
  const home = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'query-lens-window-')));
  const folder = path.join(home, 'workspace');
  cpSync(workspace, folder, { recursive: true });
  const server = await startServer({ folder, vsix, settings });
  const browser = await chromium.launchPersistentContext(path.join(home, 'profile'), {
    executablePath,
    viewport: { width: 1400, height: 850 },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const page = browser.pages()[0] ?? (await browser.newPage());
  page.setDefaultTimeout(PATIENCE);
  const foreignRequests: string[] = [];
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && !isLocal(hostname)) foreignRequests.push(request.url());
  });

  return {
    page,
    ui: createUi(page),
    folder,
    foreignRequests,
    async open(file) {
      await page.goto(server.url([['openFile', server.uri(path.join(folder, file))]]));
      await page.waitForFunction('Boolean(globalThis.driver)');
      await page.evaluate('globalThis.driver.whenWorkbenchRestored()');
    },
    async runInHost(extension, tests) {
      const lines: string[] = [];
      await page.exposeFunction('codeAutomationLog', (_type: string, words: readonly unknown[]) =>
        lines.push(words.join(' ')),
      );
      const code = new Promise<number>((resolve, reject) => {
        page.exposeFunction('codeAutomationExit', resolve).catch(reject);
      });
      await page.goto(
        server.url([
          ['extensionDevelopmentPath', server.uri(extension)],
          ['extensionTestsPath', server.uri(tests)],
        ]),
      );
      return { code: await code, lines };
    },
    async screenshot(name) {
      mkdirSync(SCREENSHOTS, { recursive: true });
      await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
    },
    async stop() {
      await browser.close();
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A webview names the files of its extension by a host that its service worker answers for. */
function isLocal(hostname: string): boolean {
  return hostname === '127.0.0.1' || hostname.endsWith('.vscode-resource.vscode-cdn.net');
}

/** Where things are in the window; each is found when it is asked for. */
export interface Ui {
  /** An inlay hint that shows the text; `nth` counts from 0. */
  hint(text: string, nth?: number): Locator;
  /** The line of the editor that holds the text. */
  line(text: string): Locator;
  /** A word of the line that holds `text`. */
  word(text: string, word: string): Locator;
  squiggle(severity: 'error' | 'warning' | 'info' | 'hint'): Locator;
  /** A part of the open hover. */
  hover(text: string): Locator;
  /** An entry of the open menu of code actions. */
  codeAction(title: string): Locator;
  activity(name: string): Locator;
  /** The page of the open webview view. */
  webview(): FrameLocator;
  /** Runs a command from the command palette. */
  command(title: string): Promise<void>;
}

function createUi(page: Page): Ui {
  const line = (text: string): Locator => page.locator('.editor-instance .view-line', { hasText: text }).first();
  return {
    hint: (text, nth = 0) =>
      page.locator('.editor-instance .view-line span[class*="dyn-rule"]', { hasText: text }).nth(nth),
    line,
    word: (text, word) => line(text).getByText(word, { exact: true }).first(),
    squiggle: (severity) => page.locator(`.editor-instance .squiggly-${severity}`).first(),
    hover: (text) =>
      page
        .locator('.monaco-hover:visible .hover-contents, .monaco-hover:visible .hover-row', { hasText: text })
        .first(),
    codeAction: (title) => page.locator('.action-widget .monaco-list-row.action', { hasText: title }).first(),
    activity: (name) => page.locator(`.activitybar .action-item a.action-label[aria-label^="${name}"]`).first(),
    webview: () => page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame'),
    async command(title) {
      await page.keyboard.press('F1');
      const input = page.locator('.quick-input-widget:visible input').first();
      await input.waitFor();
      await input.fill(`>${title}`);
      await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
      await page.keyboard.press('Enter');
    },
  };
}
