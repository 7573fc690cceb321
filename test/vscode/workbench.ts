/** Drives a real VS Code window in a headless browser, the way a developer does: by looking, keyboard and mouse. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import { chromium } from 'playwright-core';
import type { BrowserContext, Page } from 'playwright-core';
import { installation, startServer } from './server.ts';
import type { Opened, Release, VscodeServer } from './server.ts';
import { createUi, PATIENCE } from './ui.ts';
import type { Ui } from './ui.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const SCREENSHOTS = path.join(HERE, 'screenshots');

export interface WorkbenchOptions {
  readonly release?: Release;
  /** Folder whose copy is opened. */
  readonly workspace: string;
  /** Folder whose copy is the second root of the workspace for tests inside the host. */
  readonly secondRoot?: string;
  readonly vsix: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The workspace is one that nobody has said to trust. */
  readonly untrusted?: boolean;
}

/** The result of a test run inside the extension host. */
export interface HostRun {
  readonly code: number;
  /** What the tests printed, and then what the extension's output channel holds. */
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
  /** Does what reloads the window, and waits until it is back. */
  reload(act: () => Promise<void>): Promise<void>;
  /** How many processes run a file of the extension. */
  processes(file: string): number;
  /** Holds the processes that run a file of the extension, or lets them go on. */
  hold(file: string, held: boolean): void;
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
    async reload(act) {
      await page.evaluate('globalThis.isOld = true');
      await act();
      await page.waitForFunction('globalThis.isOld === undefined');
      await restored(page);
    },
    processes: (file) => server.processes(file).length,
    hold(file, held) {
      for (const pid of server.processes(file)) process.kill(pid, held ? 'SIGSTOP' : 'SIGCONT');
    },
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
  await restored(page);
}

async function restored(page: Page): Promise<void> {
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
  return { code: await code, lines: [...lines, server.output()] };
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
