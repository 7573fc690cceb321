/** Finds Neovim, or takes it from Debian's packages without installing them, so that nobody need be root. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './tarball.ts';

export interface Neovim {
  readonly command: string;
  /** What it needs in its environment to run from where it is. */
  readonly env: Readonly<Record<string, string>>;
}

const CACHE = path.join(ROOT, '.cache');
const HOME = path.join(CACHE, 'neovim');
const MISSING = 'This test drives a real Neovim: put `nvim` on the PATH, or run it on Debian or Ubuntu with apt.';

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${MISSING}\n\`${command} ${args.join(' ')}\` failed: ${error?.message ?? `${stdout}${stderr}`}`);
}

/** The Neovim on the PATH, else one in .cache/neovim, fetched when it is not there. Throws when it can't be had. */
export function getNeovim(): Neovim {
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, 'nvim'));
  const found = onPath.find((file) => existsSync(file));
  if (found !== undefined) return { command: found, env: {} };
  if (!existsSync(HOME)) fetch();
  const libraries = readdirSync(path.join(HOME, 'usr/lib'))
    .filter((name) => name.endsWith('-linux-gnu'))
    .map((name) => path.join(HOME, 'usr/lib', name));
  return {
    command: path.join(HOME, 'usr/bin/nvim'),
    env: { LD_LIBRARY_PATH: libraries.join(':'), VIMRUNTIME: path.join(HOME, 'usr/share/nvim/runtime') },
  };
}

/** apt keeps its lists and archives in a folder of ours: the system's are neither needed nor changed. */
function fetch(): void {
  mkdirSync(CACHE, { recursive: true });
  const scratch = mkdtempSync(path.join(CACHE, 'neovim-'));
  try {
    const lists = path.join(scratch, 'lists');
    const archives = path.join(scratch, 'archives');
    const tree = path.join(scratch, 'tree');
    for (const folder of [`${lists}/partial`, `${archives}/archives/partial`, tree]) {
      mkdirSync(folder, { recursive: true });
    }
    const apt = (...args: readonly string[]): string =>
      run(
        'apt-get',
        [`-oDir::State::lists=${lists}`, `-oDir::Cache=${archives}`, '-oDebug::NoLocking=1', '-qq', ...args],
        scratch,
      );
    apt('update');
    // Those that the system lacks: Neovim and the libraries it is linked with.
    const planned = apt('install', '--yes', '--no-install-recommends', '--print-uris', 'neovim');
    const names = [...planned.matchAll(/^'[^']*' ([^_\s]+)_/gm)].map(([, name = '']) => name);
    apt('download', ...names);
    for (const file of readdirSync(scratch).filter((name) => name.endsWith('.deb'))) {
      run('dpkg', ['-x', file, tree], scratch);
    }
    renameSync(tree, HOME);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
