/** `query-lens doctor`: what is found in a folder, project by project, or why a file has no labels. */
import path from 'node:path';
import type { Catalog } from '../catalogs/schema.ts';
import type { Configurations } from '../project/configurations.ts';
import { findProjects, sayComponents } from '../project/discover.ts';
import type { FileInProject } from '../project/discover.ts';
import { createPackageFinder } from '../project/packages.ts';
import { sayPlugAndPlay } from '../project/plugAndPlay.ts';
import { createWorkspace } from '../project/workspace.ts';
import type { Workspace } from '../project/workspace.ts';
import { openConfigurations, tellProblems } from './configuration.ts';
import { examine, importsLibrary } from './examine.ts';
import { isPython } from '../project/sourceFiles.ts';
import { inOrder } from './inOrder.ts';
import type { ExitCode } from './options.ts';
import { relative } from './relative.ts';
import { sayPackage } from './sayPackage.ts';
import type { Terminal } from './terminal.ts';

export interface DoctorOptions {
  readonly config?: string;
}

const AT_ONCE = 12;

/** The source files that have the same tsconfig; those of Python have none. */
interface ProjectFiles {
  readonly language: 'typescript' | 'python';
  readonly tsconfig: string | undefined;
  readonly files: readonly string[];
}

export async function doctor(
  target: string | undefined,
  { config }: DoctorOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const configurations = openConfigurations(config, terminal);
  const workspace = createWorkspace({
    catalogs: (file) => configurations.of(file).catalogs,
    cwd: terminal.cwd,
    editor: false,
    log: (message) => terminal.err(message),
  });
  try {
    if (target !== undefined) await examine(target, workspace, configurations, terminal);
    else await examineProjects(workspace, configurations, terminal);
    return tellProblems(configurations, terminal) ? 2 : 0;
  } finally {
    await workspace.dispose();
  }
}

async function examineProjects(
  workspace: Workspace,
  configurations: Configurations,
  terminal: Terminal,
): Promise<void> {
  const projectFiles = (tsconfig: string): Promise<readonly string[]> => workspace.projectFiles(tsconfig);
  const { files } = await findProjects([], { cwd: terminal.cwd, projectFiles });
  for (const { message } of await workspace.openAll(files)) terminal.out(`problem: ${message}`);
  if (files.length === 0) terminal.out(`There is no TypeScript, JavaScript or Python source file in ${terminal.cwd}.`);
  const archived = sayPlugAndPlay(terminal.cwd);
  if (archived !== undefined) terminal.out(`packages: ${archived}`);
  const components = await sayComponents(terminal.cwd);
  if (components !== undefined) terminal.out(`not analysed: ${components}`);
  for (const project of byProject(files)) {
    const { bold } = terminal.colors;
    terminal.out(bold(titleOf(project, terminal)));
    for (const line of await describe(project, workspace, configurations, terminal)) terminal.out(`  ${line}`);
    terminal.out('');
  }
}

function byProject(files: readonly FileInProject[]): readonly ProjectFiles[] {
  const found = new Map<string, ProjectFiles & { readonly files: string[] }>();
  for (const { file, tsconfig } of files) {
    const language = isPython(file) ? 'python' : 'typescript';
    const key = tsconfig ?? language;
    const others = found.get(key);
    if (others) others.files.push(file);
    else found.set(key, { language, tsconfig, files: [file] });
  }
  return [...found.values()];
}

function titleOf({ language, tsconfig }: ProjectFiles, terminal: Terminal): string {
  if (tsconfig !== undefined) return nameOf(tsconfig, terminal);
  return language === 'python' ? 'Python' : 'No tsconfig.json';
}

async function describe(
  { language, tsconfig, files }: ProjectFiles,
  workspace: Workspace,
  configurations: Configurations,
  terminal: Terminal,
): Promise<readonly string[]> {
  const inForce = new Set(files.map((file) => configurations.of(file).file));
  const configs = [...inForce].map((file) => (file === undefined ? 'none' : nameOf(file, terminal)));
  const catalogs = catalogsOf(files, configurations).filter((catalog) => catalog.language === language);
  const folders = new Set([
    ...files.map((file) => path.posix.dirname(file)),
    ...(tsconfig === undefined ? [] : [path.posix.dirname(tsconfig)]),
  ]);
  const packages = new Map(
    [...folders].flatMap(createPackageFinder(catalogs)).map((found) => [sayPackage(found), found]),
  );
  const ignored = files.filter((file) => configurations.of(file).ignores(file)).length;
  return [
    `configuration: ${configs.join(', ')}`,
    `packages: ${packages.size === 0 ? 'none that Query Lens knows ("query-lens methods" lists them)' : [...packages.keys()].join(', ')}`,
    `source files: ${files.length}${ignored === 0 ? '' : `, of which the configuration ignores ${ignored}`}`,
    ...(await sayReached(files, tsconfig, workspace, catalogs, terminal)),
  ];
}

function catalogsOf(files: readonly string[], configurations: Configurations): readonly Catalog[] {
  const all = files.flatMap((file) => configurations.of(file).catalogs.catalogs);
  return [...new Map(all.map((catalog) => [catalog.library, catalog])).values()];
}

/** How many files are named of those that import a library and have no labels. */
const MOST_NAMED = 3;

/** How many of the files have calls of which library, and which import one and have none. */
async function sayReached(
  files: readonly string[],
  tsconfig: string | undefined,
  workspace: Workspace,
  catalogs: readonly Catalog[],
  terminal: Terminal,
): Promise<readonly string[]> {
  const counts = new Map<string, number>();
  const without: string[] = [];
  let reached = 0;
  const look = async (file: string): Promise<{ file: string; libraries: ReadonlySet<string>; isUser: boolean }> => {
    const facts = (await workspace.analyze(file, undefined, tsconfig))?.facts;
    const libraries = new Set(facts?.calls.map(({ owner }) => owner.library));
    return { file, libraries, isUser: importsLibrary(facts?.imports ?? [], catalogs) };
  };
  for await (const { file, libraries, isUser } of inOrder(files, AT_ONCE, look)) {
    if (libraries.size > 0) reached += 1;
    else if (isUser) without.push(nameOf(file, terminal));
    for (const library of libraries) counts.set(library, (counts.get(library) ?? 0) + 1);
  }
  const parts = catalogs.flatMap(({ library, title }) => {
    const count = counts.get(library);
    return count === undefined ? [] : [`${title} in ${count}`];
  });
  const labelled = `with labelled calls: ${reached === 0 ? 'none' : `${reached} (${parts.join(', ')})`}`;
  return without.length === 0 ? [labelled] : [labelled, sayWithout(without)];
}

function sayWithout(files: readonly string[]): string {
  const more = files.length - MOST_NAMED;
  const named = [...files.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])];
  return `import a library and have none: ${named.join(', ')} ("query-lens doctor <file>" says why)`;
}

function nameOf(file: string, terminal: Terminal): string {
  return relative(terminal.cwd, file);
}
