/** Drives a real VS Code window in a headless browser, the way a developer does: by looking, keyboard and mouse. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import { chromium } from 'playwright-core';
import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { installation, startServer } from './server.ts';
import type { Opened, Release, VscodeServer } from './server.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const SCREENSHOTS = path.join(HERE, 'screenshots');

/** Nothing the window asks for may wait longer than this; each wait ends as soon as its condition holds. */
const PATIENCE = 60_000;

export interface WorkbenchOptions {
  readonly release?: Release;
  /** Folder whose copy is opened. */
  readonly workspace: string;
  /** Folder whose copy is the second root of the workspace for tests inside the host. */
  readonly secondRoot?: string;
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
  /** The settings of the workspace from now on. */
  configure(settings: Readonly<Record<string, unknown>>): void;
  /** Opens a fresh window on something else than the workspace, with a file where one is named by its whole path. */
  openOther(opened: Opened, file?: string): Promise<void>;
  /** How many processes run a file of the extension. */
  processes(file: string): number;
  /** Runs the tests of the CommonJS module `tests`, which exports `run()`, inside the extension host. */
  runInHost(extension: string, tests: string): Promise<HostRun>;
  /** Saves a picture of the window under the name in the folder of screenshots. */
  screenshot(name: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startWorkbench({ workspace, secondRoot, ...options }: WorkbenchOptions): Promise<Workbench> {
  const home = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'query-lens-window-')));
  const folder = path.join(home, 'workspace');
  cpSync(workspace, folder, { recursive: true });
  const roots = secondRoot === undefined ? undefined : writeRoots(home, secondRoot);
  const server = await startServer({ folder, ...options });
  const browser = await launchBrowser(path.join(home, 'profile')).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const page = browser.pages()[0] ?? (await browser.newPage());
  page.setDefaultTimeout(PATIENCE);
  return {
    page,
    ui: createUi(page),
    folder,
    foreignRequests: foreignRequestsOf(page),
    configure(settings) {
      mkdirSync(path.join(folder, '.vscode'), { recursive: true });
      writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    },
    open: (file) => goTo(page, server.url([['openFile', server.uri(path.join(folder, file))]])),
    openOther: (opened, file) =>
      goTo(page, server.url(file === undefined ? [] : [['openFile', server.uri(file)]], opened)),
    processes: (file) => server.processes(file).length,
    runInHost: (extension, tests) => runInHost(page, server, extension, tests, roots),
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

async function goTo(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForFunction('Boolean(globalThis.driver)');
  await page.evaluate('globalThis.driver.whenWorkbenchRestored()');
}

/** A workspace of two roots: the copy of the workspace, and a copy of another folder. */
function writeRoots(home: string, second: string): Opened {
  cpSync(second, path.join(home, 'second'), { recursive: true });
  const file = path.join(home, 'both.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'workspace' }, { path: 'second' }] }));
  return { workspace: file };
}

async function launchBrowser(profile: string): Promise<BrowserContext> {
  const { chromium: executablePath } = installation();
  if (executablePath === undefined) throw new Error('There is no Chromium yet: run `npm run test:vscode`.');
  // Chromium's sandbox refuses to run as root; what is shown comes from this machine alone.
  const quiet = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
  const viewport = { width: 1400, height: 850 };
  return chromium.launchPersistentContext(profile, { executablePath, viewport, args: [...quiet, '--disable-sync'] });
}

async function runInHost(
  page: Page,
  server: VscodeServer,
  extension: string,
  tests: string,
  opened?: Opened,
): Promise<HostRun> {
  const lines: string[] = [];
  await page.exposeFunction('codeAutomationLog', (_severity: string, words: readonly unknown[]) =>
    lines.push(format(...words)),
  );
  const code = new Promise<number>((resolve, reject) => {
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
  });
  await page.goto(
    server.url(
      [
        ['extensionDevelopmentPath', server.uri(extension)],
        ['extensionTestsPath', server.uri(tests)],
      ],
      opened,
    ),
  );
  return { code: await code, lines };
}

/** Fills as the page asks for things. */
function foreignRequestsOf(page: Page): readonly string[] {
  const found: string[] = [];
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && !isLocal(hostname)) found.push(request.url());
  });
  return found;
}

/** A webview names the files of its extension by a host that its service worker answers for. */
function isLocal(hostname: string): boolean {
  return hostname === '127.0.0.1' || hostname.endsWith('.vscode-resource.vscode-cdn.net');
}

/** Where things are in the window; each is found when it is asked for. */
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
  /** A part of the open hover. */
  hover(text: string): Locator;
  /** The entry of the open menu of code actions that Enter applies. */
  focusedCodeAction(title: string): Locator;
  activity(name: string): Locator;
  /** A row of a tree in the sidebar that holds the text, and beside it the description. */
  treeItem(text: string, description?: string): Locator;
  /** The page of the open webview view. */
  webview(): FrameLocator;
  /** Runs a command from the command palette. */
  command(title: string): Promise<void>;
}

const HINT = '.editor-instance .view-line span[class*="dyn-rule"]';

function createUi(page: Page): Ui {
  const line = (text: string): Locator => page.locator('.editor-instance .view-line', { hasText: text }).first();
  return {
    hint: (text, nth = 0) => page.locator(HINT, { hasText: text }).nth(nth),
    hints: () => page.locator(HINT),
    line,
    word: (text, word) => line(text).getByText(word, { exact: true }).first(),
    squiggle: (severity) => page.locator(`.editor-instance .squiggly-${severity}`).first(),
    hover: (text) =>
      page
        .locator('.monaco-hover:visible .hover-contents, .monaco-hover:visible .hover-row', { hasText: text })
        .first(),
    focusedCodeAction: (title) => page.locator('.action-widget .monaco-list-row.action.focused', { hasText: title }),
    activity: (name) => page.locator(`.activitybar .action-item a.action-label[aria-label^="${name}"]`).first(),
    treeItem: (text, description) =>
      page
        .locator('.pane-body .monaco-list-row', { hasText: text })
        .filter({ hasText: description ?? '' })
        .first(),
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
