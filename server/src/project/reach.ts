/**
 * What the result of a file can depend on, found without TypeScript: its text, what its imports can lead to and on
 * from there, declarations that hold everywhere, the packages installed, the tsconfigs.
 *
 * It is more than the result does depend on, never less: a specifier leads to every file that it could mean. Known
 * imprecision: what a project's tsconfig does not reach by its folder, its references, `extends`, `include` and `files`
 * (declarations that only a tsconfig further up includes) is not seen.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import type { FileInProject } from './discover.ts';
import { IGNORED_FOLDERS } from './discover.ts';
import { createFolders } from './folders.ts';
import { createSourceTexts } from './sourceTexts.ts';
import { createSpecifierTargets, type Target } from './specifierTargets.ts';
import { summarize, type GraphNode } from './summarize.ts';
import { SOURCE_EXTENSIONS } from './sourceFiles.ts';
import { tsconfigFacts, type TsconfigFacts } from './tsconfigFacts.ts';

export interface Reached {
  /** Another for every state of what the file can depend on; the same in every folder that the project lies in. */
  readonly fingerprint: string;
  /** Some of it is among the files that have changed. */
  readonly changed: boolean;
}

export interface Reach {
  of(file: FileInProject): Reached;
  /** Whether the source files it has read are still what they were. */
  isUnchanged(): boolean;
}

export interface ReachOptions {
  /** The folder that paths count from. */
  readonly cwd: string;
  /** The tsconfig that is named for all files. Absolute. */
  readonly project?: string;
  /** Files that have changed or are gone. Absolute. */
  readonly changed?: ReadonlySet<string>;
}

/** Of the state of the disk as it is when something is asked about first. `files` are those that will be asked about. */
export function createReach(files: readonly FileInProject[], options: ReachOptions): Reach {
  const changed = options.changed ?? new Set<string>();
  const folders = createFolders(changed);
  const texts = createSourceTexts();
  const targetsOf = createSpecifierTargets(folders);
  const configs = new Map<string, TsconfigFacts>();
  const globs = new Map<string, readonly string[]>();

  function factsOf(tsconfig: string): TsconfigFacts {
    let known = configs.get(tsconfig);
    if (!known) configs.set(tsconfig, (known = tsconfigFacts(tsconfig)));
    return known;
  }

  function filesBelow(folder: string, withBuilt: boolean): readonly string[] {
    const key = `${folder}\0${withBuilt}`;
    let known = globs.get(key);
    if (!known)
      globs.set(
        key,
        (known = withBuilt ? glob(folder, [...SOURCES, ...BUILT], BROUGHT) : glob(folder, SOURCES, IGNORED_FOLDERS)),
      );
    return known;
  }

  const named = new Set([...files.flatMap(({ tsconfig }) => tsconfig ?? []), options.project ?? []].flat());
  const mappings = [...named].flatMap((tsconfig) => factsOf(tsconfig).mappings);
  const nameOf = (file: string): string => path.posix.relative(options.cwd, file);

  function nodeOf(id: string): GraphNode {
    const [kind = '', at = ''] = id.split('\0');
    if (kind === 'python') return pythonNode(at);
    if (kind === 'package') return packageNode(at);
    if (kind === 'installed') return installedNode(at);
    if (kind === 'project') return projectNode(at);
    return at.endsWith('.py') ? moduleNode(at) : sourceNode(at);
  }

  function sourceNode(file: string): GraphNode {
    const { hash, specifiers } = texts.of(file);
    const around = folders.surroundings(path.posix.dirname(file));
    return {
      own: `${nameOf(file)} ${hash} ${around.hash}`,
      changed: changed.has(file) || around.changed,
      leadsTo: specifiers.flatMap((specifier) => targetsOf(file, specifier, mappings)).map(idOf),
    };
  }

  /** Models are found by name, wherever they are: a Python module depends on all of its repository's. */
  function moduleNode(file: string): GraphNode {
    const root = repositoryOf(path.posix.dirname(file)) ?? options.cwd;
    return { own: `${nameOf(file)} ${texts.of(file).hash}`, changed: changed.has(file), leadsTo: [`python\0${root}`] };
  }

  function pythonNode(root: string): GraphNode {
    const files = pythonFilesBelow(root);
    return {
      own: files.map((file) => `${nameOf(file)} ${texts.of(file).hash}`).join('\n'),
      changed: [...changed].some((file) => PYTHON.test(file) && file.startsWith(`${root}/`)),
      leadsTo: [],
    };
  }

  function pythonFilesBelow(root: string): readonly string[] {
    const key = `python\0${root}`;
    let known = globs.get(key);
    if (!known)
      globs.set(key, (known = glob(root, ['**/*.py', '**/*.{toml,cfg,lock,txt,in}', '**/Pipfile*'], IGNORED_FOLDERS)));
    return known;
  }

  function repositoryOf(folder: string): string | undefined {
    if (fs.existsSync(path.posix.join(folder, '.git'))) return folder;
    const parent = path.posix.dirname(folder);
    return parent === folder ? undefined : repositoryOf(parent);
  }

  function packageNode(folder: string): GraphNode {
    const manifest = `${folder}/package.json`;
    return {
      own: `${nameOf(folder)} ${folders.hashOf(manifest)}`,
      changed: changed.has(manifest) || [...changed].some((file) => file.startsWith(`${folder}/`)),
      leadsTo: filesBelow(folder, true).map((file) => idOf({ kind: 'file', path: file })),
    };
  }

  function installedNode(folder: string): GraphNode {
    const files = ['package.json', ...GENERATED].map((name) => path.posix.join(folder, name));
    return { own: files.map((file) => folders.hashOf(file)).join(' '), changed: false, leadsTo: [] };
  }

  /** The declarations of a project that hold in all of its files. */
  function projectNode(tsconfig: string): GraphNode {
    const facts = factsOf(tsconfig);
    const below = facts.folders.flatMap((folder) => filesBelow(folder, false));
    const held = facts.isOpaque ? below : below.filter((file) => texts.of(file).isAmbient);
    return {
      own: facts.files.map((file) => `${nameOf(file)} ${folders.hashOf(file)}`).join('\n'),
      changed: facts.files.some((file) => changed.has(file)) || isAmbientGone(facts.folders),
      leadsTo: held.map((file) => idOf({ kind: 'file', path: file })),
    };
  }

  /** Whether a declaration file has gone: what it declared can't be told any more. */
  function isAmbientGone(below: readonly string[]): boolean {
    return [...changed].some(
      (file) => /\.d\.[cm]?ts$/.test(file) && below.some((folder) => file.startsWith(`${folder}/`)),
    );
  }

  const summaries = summarize(nodeOf);
  return {
    of({ file, tsconfig }) {
      const projects = [tsconfig, options.project].filter((one) => one !== undefined);
      const found = [idOf({ kind: 'file', path: file }), ...projects.map((one) => `project\0${one}`)].map(summaries);
      return {
        fingerprint: hash(found.map((summary) => summary.hash).join('\n')),
        changed: found.some((summary) => summary.changed),
      };
    },
    isUnchanged: () => texts.areUnchanged(),
  };
}

/** What generators leave in installed packages, beside or below them. */
const GENERATED = [
  '.prisma/client/index.d.ts',
  '../.prisma/client/index.d.ts',
  '../../.prisma/client/index.d.ts',
  '../../.prisma/client/schema.prisma',
];

function idOf({ kind, path: at }: Target): string {
  return `${kind}\0${at}`;
}

const SOURCES = [`**/*{${SOURCE_EXTENSIONS.join(',')}}`];
/** What a package may be built to, and says of itself. */
const BUILT = ['**/*.d.{ts,mts,cts}', 'package.json'];
/** Folders that hold nothing of the package's own. */
const BROUGHT = ['node_modules', '.git'];
const PYTHON = /(?:\.(?:py|toml|cfg|lock|txt|in)|\/Pipfile[^/]*)$/;

function glob(folder: string, patterns: readonly string[], ignored: readonly string[]): readonly string[] {
  const found = globSync([...patterns], {
    cwd: folder,
    absolute: true,
    dot: true,
    followSymbolicLinks: false,
    ignore: ignored.map((name) => `**/${name}/**`),
  });
  return found.toSorted();
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
