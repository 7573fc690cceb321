/** What is in folders, and what those above a file hold that bears on it: manifests, lockfiles, tsconfigs. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Files that say which packages there are, or how files are read. */
const TELLING = [
  'package.json',
  'tsconfig.json',
  'jsconfig.json',
  'pnpm-workspace.yaml',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
  // What the package managers note about what they have installed.
  'node_modules/.package-lock.json',
  'node_modules/.modules.yaml',
  'node_modules/.yarn-integrity',
  'node_modules/.yarn-state.yml',
];

export interface Surroundings {
  /** Of the telling files in the folder and above it. */
  readonly hash: string;
  readonly changed: boolean;
}

export interface Folders {
  isFile(file: string): boolean;
  /** With the folders above it. */
  surroundings(folder: string): Surroundings;
  /** The nearest folder with a package.json. */
  packageAbove(folder: string): string | undefined;
  hashOf(file: string): string;
}

/** `changed`: files (absolute) that have changed; those that are gone are taken for there. */
export function createFolders(changed: ReadonlySet<string>): Folders {
  const entries = new Map<string, ReadonlySet<string>>();
  const around = new Map<string, Surroundings>();
  const gone = new Set([...changed].filter((file) => !fs.existsSync(file)));

  function entriesOf(folder: string): ReadonlySet<string> {
    let known = entries.get(folder);
    if (!known) entries.set(folder, (known = filesIn(folder)));
    return known;
  }

  const folders: Folders = {
    isFile: (file) => entriesOf(path.posix.dirname(file)).has(path.posix.basename(file)) || gone.has(file),
    surroundings(folder) {
      const known = around.get(folder);
      if (known) return known;
      const parent = path.posix.dirname(folder);
      const above = parent === folder ? undefined : folders.surroundings(parent);
      const files = TELLING.map((name) => path.posix.join(folder, name));
      const own = files.map((file) => (folders.isFile(file) ? folders.hashOf(file) : ''));
      const hash = createHash('sha256')
        .update([above?.hash, ...own].join('\n'))
        .digest('base64');
      const found = { hash, changed: above?.changed === true || files.some((file) => changed.has(file)) };
      around.set(folder, found);
      return found;
    },
    packageAbove(folder) {
      if (folders.isFile(path.posix.join(folder, 'package.json'))) return folder;
      const parent = path.posix.dirname(folder);
      return parent === folder ? undefined : folders.packageAbove(parent);
    },
    hashOf: hashOfFile,
  };
  return folders;
}

function filesIn(folder: string): ReadonlySet<string> {
  try {
    const found = fs.readdirSync(folder, { withFileTypes: true });
    return new Set(found.filter((entry) => !entry.isDirectory()).map(({ name }) => name));
  } catch {
    return new Set();
  }
}

function hashOfFile(file: string): string {
  try {
    return createHash('sha256').update(fs.readFileSync(file)).digest('base64');
  } catch {
    return 'gone';
  }
}
