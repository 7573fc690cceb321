/** Starts VS Code's server with our extension, on folders of its own that vanish when it stops. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What get-vscode.mjs has got, as it recorded it. */
export interface Installation {
  readonly node: string;
  readonly server: string;
  /** Absent when a window was to be opened by hand. */
  readonly chromium?: string;
}

/** The newest VS Code that is tested, or one of the minor version that `engines.vscode` names. */
export type Release = 'newest' | 'oldest';

export interface ServerOptions {
  readonly release?: Release;
  /** The folder to open. */
  readonly folder: string;
  /** Packaged extensions to install. */
  readonly vsix: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Folders are not trusted until somebody says so; without it every folder is. */
  readonly untrusted?: boolean;
}

export interface VscodeServer {
  /**
   * The address of a window, on the folder unless something else is to be `opened`; `payload` is what VS Code's own
   * smoke tests hand over.
   */
  url(payload?: readonly Payload[], opened?: Opened): string;
  /** How the server's files are named in a payload. */
  uri(file: string): string;
  /** The processes that run a file of the extensions whose path ends so. */
  processes(file: string): readonly number[];
  /** What the extension's output channel holds, of every window there was. */
  output(): string;
  /** Where the installed extensions are. */
  readonly extensions: string;
  /** Ends every process of the server and removes its folders. */
  stop(): Promise<void>;
}

export type Payload = readonly [key: 'openFile' | 'extensionDevelopmentPath' | 'extensionTestsPath', uri: string];

/** A folder, a `.code-workspace` file, or an empty window (`ew`). */
export type Opened = { readonly folder: string } | { readonly workspace: string } | { readonly ew: 'true' };

/** Quiet and deterministic: nothing that moves, asks, fetches or fades. */
const SETTINGS = {
  'chat.disableAIFeatures': true,
  'editor.inlayHints.enabled': 'on',
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Any free port, and what VS Code's own smoke tests drive a window with. */
const SERVING = [
  '--host',
  '127.0.0.1',
  '--port',
  '0',
  '--without-connection-token',
  '--enable-smoke-test-driver',
  '--disable-telemetry',
];

/** An empty address keeps the server from asking an extension gallery. */
const NO_GALLERY = JSON.stringify({ serviceUrl: '', itemUrl: '', resourceUrlTemplate: '' });

export function installation(release: Release = 'newest'): Installation {
  const home = release === 'newest' ? 'vscode' : 'oldest-vscode';
  const record = fileURLToPath(new URL(`../../.cache/${home}/installation.json`, import.meta.url));
  return JSON.parse(readFileSync(record, 'utf8')) as Installation;
}

export async function startServer(options: ServerOptions): Promise<VscodeServer> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'query-lens-vscode-'));
  const clean = (): void => rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  const { args, env, extensions } = prepare(home, options);
  let child: ChildProcess | undefined;
  const stop = async (): Promise<void> => {
    if (child) await endGroup(child);
    clean();
  };
  try {
    const { node } = installation(options.release);
    for (const file of options.vsix) {
      // Not synchronous: who runs the tests hears nothing of a process that is busy waiting.
      await promisify(execFile)(node, [...args, '--install-extension', file, '--force'], { env });
    }
    // A group of its own, so that the extension host and the language server end with it.
    const trust = options.untrusted === true ? [] : ['--disable-workspace-trust'];
    child = spawn(node, [...args, ...SERVING, ...trust], { env, detached: true });
    endWithUs(child);
    const host = `127.0.0.1:${await listeningPort(child)}`;
    // Any other authority opens the file too, but without the extension's diagnostics.
    const uri = (file: string): string => `vscode-remote://${host}${file}`;
    return {
      url: (payload = [], opened = { folder: options.folder }) => windowUrl(host, opened, payload),
      uri,
      processes: (file) => processesOf(extensions, file),
      output: () => outputIn(path.join(home, 'data/logs')),
      extensions,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Writes the settings, and names every folder the server would else share with other runs. */
function prepare(
  home: string,
  { settings = {}, release, untrusted = false }: ServerOptions,
): { readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv; readonly extensions: string } {
  const user = path.join(home, 'data/User');
  // Nobody is there to answer when the window opens.
  const trust = { 'security.workspace.trust.enabled': untrusted, 'security.workspace.trust.startupPrompt': 'never' };
  mkdirSync(user, { recursive: true });
  writeFileSync(path.join(user, 'settings.json'), JSON.stringify({ ...SETTINGS, ...trust, ...settings }, undefined, 2));
  const extensions = path.join(home, 'extensions');
  const args = [
    path.join(installation(release).server, 'out/server-main.js'),
    '--accept-server-license-terms',
    '--server-data-dir',
    path.join(home, 'server'),
    '--user-data-dir',
    path.join(home, 'data'),
    '--extensions-dir',
    extensions,
  ];
  return { args, env: environment(home), extensions };
}

function windowUrl(host: string, opened: Opened, payload: readonly Payload[]): string {
  const query = new URLSearchParams({ ...opened, ...(payload.length > 0 && { payload: JSON.stringify(payload) }) });
  return `http://${host}/?${query.toString()}`;
}

function outputIn(logs: string): string {
  const files = readdirSync(logs, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('Query Lens.log'),
  );
  return files.map((file) => readFileSync(path.join(logs, file), 'utf8')).join('\n');
}

function processesOf(extensions: string, file: string): readonly number[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' });
  return all.split('\n').flatMap((line) => {
    const [, pid, command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return command.includes(extensions) && command.includes(file) ? [Number(pid)] : [];
  });
}

function environment(home: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, HOME: home, EXTENSIONS_GALLERY: NO_GALLERY };
  delete env['VSCODE_IPC_HOOK_CLI'];
  delete env['NODE_OPTIONS'];
  return env;
}

/** The port the server says it listens on; rejects with what it printed when it ends instead. */
function listeningPort(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(printed)?.[1];
      if (port !== undefined) resolve(port);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`VS Code's server did not start:\n${printed}`)));
  });
}

/** A test run that ends early must not leave a server behind. */
function endWithUs(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  const end = (): void => signal(-pid, 'SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}

/** Asks the server to end, and ends by force what has not followed after five seconds. */
async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const group = -child.pid;
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    signal(group, 'SIGTERM');
    const force = setTimeout(() => signal(group, 'SIGKILL'), 5000);
    await ended;
    clearTimeout(force);
  }
  signal(group, 'SIGKILL');
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(group, name);
  } catch (error) {
    // The group has ended already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
