/** Which Python files a workspace has, and whether any of it is Django's business. */
import fs from 'node:fs';
import path from 'node:path';
import { MANIFESTS } from './pins.ts';

/** Folders that hold what tools made or packages brought. */
const SKIPPED: ReadonlySet<string> = new Set([
  '__pycache__',
  'build',
  'dist',
  'env',
  'node_modules',
  'site-packages',
  'venv',
  'virtualenv',
]);
/** More than any repository of an application has. */
const MOST_FILES = 20_000;
/** All Python files below a folder. */
export function pythonFiles(folder: string): readonly string[] {
  const found: string[] = [];
  const visit = (at: string): void => {
    for (const entry of entriesOf(at)) {
      if (found.length >= MOST_FILES) return;
      const name = `${at}/${entry.name}`;
      if (entry.isFile() && entry.name.endsWith('.py')) found.push(name);
      else if (entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED.has(entry.name)) visit(name);
    }
  };
  visit(folder);
  return found;
}

function entriesOf(folder: string): readonly fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Whether a folder is of a project that works with Django, by what it holds or depends on. */
export function createDjangoFinder(cwd: string): { find(file: string): boolean; clear(): void } {
  const known = new Map<string, boolean>();
  const look = (folder: string): boolean => {
    const before = known.get(folder);
    if (before !== undefined) return before;
    const parent = path.posix.dirname(folder);
    const own = entriesOf(folder).some(
      ({ name }) => name === 'manage.py' || (MANIFESTS.test(name) && names(folder, name)),
    );
    const found = own || (folder !== cwd && parent !== folder && look(parent));
    known.set(folder, found);
    return found;
  };
  return { find: (file) => look(path.posix.dirname(file)), clear: () => known.clear() };
}

function names(folder: string, manifest: string): boolean {
  return /\bdjango\b/i.test(readText(`${folder}/${manifest}`));
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const ROOTS: readonly string[] = ['manage.py', 'pyproject.toml', 'setup.py', 'setup.cfg', '.git'];

/** The folder that holds `manage.py`, or what makes it a package; the file's own one where there is none. */
export function projectOf(file: string): string {
  const own = path.posix.dirname(file);
  for (let folder = own; folder !== path.posix.dirname(folder); folder = path.posix.dirname(folder))
    if (ROOTS.some((name) => fs.existsSync(`${folder}/${name}`))) return folder;
  return own;
}

/** The file's path inside its project. */
export function pathInProject(file: string): string {
  return path.posix.relative(projectOf(file), file);
}
