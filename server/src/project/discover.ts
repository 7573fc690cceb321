/** Finds the source files that the command line was asked about, and the tsconfig each belongs to. */
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { glob } from 'tinyglobby';
import { tsconfigProblem, type TsconfigProblem } from '../languages/typescript/tsconfigChain.ts';
import { COMPONENT_EXTENSIONS, SOURCE_EXTENSIONS, isPython, isSourceFile } from './sourceFiles.ts';

/** Said when the paths or the tsconfig can't be used; the message says what to do. */
export class DiscoverError extends Error {}

export interface FileInProject {
  /** Absolute, with forward slashes. */
  readonly file: string;
  /** The nearest tsconfig or jsconfig, absolute; absent when there is none. */
  readonly tsconfig?: string;
}

export interface Discovered {
  /** Sorted by path. */
  readonly files: readonly FileInProject[];
}

export interface DiscoverOptions {
  readonly cwd: string;
  /** A tsconfig, or a folder with one: its source files are taken instead of the folders' contents. */
  readonly project?: string;
  /** The source files of a tsconfig; needed with `project`. */
  readonly projectFiles: (tsconfig: string) => Promise<readonly string[]>;
}

/** Folders that hold what tools made, not what people wrote. */
export const IGNORED_FOLDERS: readonly string[] = [
  'node_modules',
  '.git',
  '.yarn',
  '.next',
  '.nuxt',
  '.svelte-kit',
  '.turbo',
  '.cache',
  'dist',
  'build',
  'out',
  'coverage',
  '__pycache__',
  'site-packages',
  'venv',
];

/**
 * The source files at the paths (files or folders, relative to `cwd`; none: `cwd` itself).
 * Throws a `DiscoverError` for a path that does not exist and for a broken tsconfig.
 */
export async function findProjects(paths: readonly string[], options: DiscoverOptions): Promise<Discovered> {
  const tsconfigOf = createTsconfigFinder();
  if (options.project !== undefined) return fromProject(paths, options, options.project, tsconfigOf);
  const files = await filesAt(paths.length > 0 ? paths : ['.'], options.cwd);
  const entries = files.map((file) => {
    const tsconfig = isPython(file) ? undefined : tsconfigOf(path.posix.dirname(file));
    return tsconfig === undefined ? { file } : { file, tsconfig };
  });
  return { files: entries };
}

async function fromProject(
  paths: readonly string[],
  options: DiscoverOptions,
  project: string,
  tsconfigOf: (folder: string) => string | undefined,
): Promise<Discovered> {
  const target = absolute(options.cwd, project);
  if (!fs.existsSync(target))
    throw new DiscoverError(`${project} does not exist: name a tsconfig file, or a folder with one, after --project.`);
  const tsconfig = fs.statSync(target).isDirectory() ? tsconfigOf(target) : target;
  if (tsconfig === undefined) throw new DiscoverError(`There is no tsconfig.json in ${project} or above it.`);
  const tsconfigs = withReferences([tsconfig], ({ message }) => {
    throw new DiscoverError(`${message} Another tsconfig can be named with --project.`);
  });
  const roots = paths.map((given) => existing(options.cwd, given));
  const files: FileInProject[] = [];
  const seen = new Set<string>();
  for (const config of tsconfigs) {
    for (const file of await options.projectFiles(config)) {
      const wanted = roots.length === 0 || roots.some((root) => file === root || file.startsWith(`${root}/`));
      if (!wanted || seen.has(file) || !isSourceFile(file) || file.includes('/node_modules/')) continue;
      seen.add(file);
      files.push({ file, tsconfig: config });
    }
  }
  return { files: files.sort(byFile) };
}

function byFile(a: FileInProject, b: FileInProject): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
}

async function filesAt(paths: readonly string[], cwd: string): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const given of paths) {
    const target = existing(cwd, given);
    if (!fs.statSync(target).isDirectory()) {
      if (!isSourceFile(target))
        throw new DiscoverError(`${given} is not a TypeScript, JavaScript or Python source file.`);
      found.add(target);
      continue;
    }
    for (const file of await filesBelow(target, SOURCE_EXTENSIONS)) found.add(file);
  }
  return [...found].sort();
}

function filesBelow(folder: string, extensions: readonly string[]): Promise<readonly string[]> {
  return glob(`**/*{${extensions.join(',')}}`, {
    cwd: folder,
    absolute: true,
    dot: false,
    followSymbolicLinks: false,
    ignore: [...IGNORED_FOLDERS.map((name) => `**/${name}/**`), '**/*.d.ts', '**/*.d.mts', '**/*.d.cts', '**/*.min.js'],
  });
}

/** Says how many components are below a folder, whose code is not read; `undefined`: none. */
export async function sayComponents(folder: string): Promise<string | undefined> {
  const files = await filesBelow(folder, COMPONENT_EXTENSIONS);
  const counts = COMPONENT_EXTENSIONS.map((ending) => [files.filter((file) => file.endsWith(ending)).length, ending]);
  const parts = counts.flatMap(([count, ending]) => (count === 0 ? [] : `${count} ${ending}`));
  return parts.length === 0 ? undefined : `${parts.join(', ')}: code inside components is not analysed.`;
}

function existing(cwd: string, given: string): string {
  const target = absolute(cwd, given);
  if (!fs.existsSync(target)) {
    const isPattern = given.includes('*');
    const mend = isPattern
      ? 'name files or folders, since a pattern is for the shell to expand.'
      : 'check the spelling, or run query-lens in the folder it is relative to.';
    throw new DiscoverError(`${given} does not exist: ${mend}`);
  }
  return target;
}

function absolute(cwd: string, given: string): string {
  return path.resolve(cwd, given).replaceAll('\\', '/');
}

/** Finds the nearest tsconfig.json or jsconfig.json, asking each folder once. */
export function createTsconfigFinder(): (folder: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const find = (folder: string): string | undefined => {
    if (known.has(folder)) return known.get(folder);
    const own = ['tsconfig.json', 'jsconfig.json']
      .map((name) => path.posix.join(folder, name))
      .find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile());
    const parent = path.posix.dirname(folder);
    const found = own ?? (parent === folder ? undefined : find(parent));
    known.set(folder, found);
    return found;
  };
  return find;
}

/** The tsconfigs with those they refer to, each once; what is wrong with one is told, and the rest of it is read. */
export function withReferences(
  tsconfigs: readonly string[],
  tell: (problem: TsconfigProblem) => void,
): readonly string[] {
  const all = new Set<string>();
  const add = (tsconfig: string): void => {
    if (all.has(tsconfig)) return;
    all.add(tsconfig);
    const problem = tsconfigProblem(tsconfig);
    if (problem) tell(problem);
    for (const reference of referencesOf(tsconfig)) {
      const target = absolute(path.posix.dirname(tsconfig), reference);
      const file = target.endsWith('.json') ? target : path.posix.join(target, 'tsconfig.json');
      if (fs.existsSync(file)) add(file);
    }
  };
  for (const tsconfig of tsconfigs) add(tsconfig);
  return [...all];
}

function referencesOf(tsconfig: string): readonly string[] {
  const config: unknown = parse(readText(tsconfig), [], { allowTrailingComma: true });
  const references: unknown =
    typeof config === 'object' && config !== null && 'references' in config ? config.references : undefined;
  if (!Array.isArray(references)) return [];
  return references.flatMap((reference: unknown) =>
    typeof reference === 'object' && reference !== null && 'path' in reference && typeof reference.path === 'string'
      ? [reference.path]
      : [],
  );
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
