/** `query-lens doctor <file>`: whether a file has labels, and what keeps it from having some. */
import fs from 'node:fs';
import path from 'node:path';
import type { Catalog } from '../catalogs/schema.ts';
import type { Configurations } from '../project/configurations.ts';
import { findProjects, withReferences } from '../project/discover.ts';
import { createPackageFinder, missingPackages } from '../project/packages.ts';
import { sayPlugAndPlay } from '../project/plugAndPlay.ts';
import { COMPONENT_EXTENSIONS, isPython, isSourceFile } from '../project/sourceFiles.ts';
import type { Workspace } from '../project/workspace.ts';
import { Failure } from './failure.ts';
import { relative } from './relative.ts';
import { sayPackage } from './sayPackage.ts';
import type { Terminal } from './terminal.ts';

export async function examine(
  target: string,
  workspace: Workspace,
  configurations: Configurations,
  terminal: Terminal,
): Promise<void> {
  const file = path.resolve(terminal.cwd, target).replaceAll('\\', '/');
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) throw new Failure(`There is no file ${target}. Paths are relative to ${terminal.cwd}.`);
  if (stat.isDirectory()) throw new Failure(`${target} is a folder. Name one file, or none for the whole folder.`);
  const say = (about: string, text: string): void => terminal.out(`${about}: ${text}`);
  if (!isSourceFile(file)) {
    return say(
      'labels',
      COMPONENT_EXTENSIONS.includes(path.extname(file))
        ? 'none, since code inside components is not analysed.'
        : 'none, since only TypeScript, JavaScript and Python source files have calls; a declaration file has none.',
    );
  }
  const projectFiles = (tsconfig: string): Promise<readonly string[]> => workspace.projectFiles(tsconfig);
  const { files } = await findProjects([file], { cwd: terminal.cwd, projectFiles });
  const tsconfig = files[0]?.tsconfig;
  const problems = await workspace.openAll(files);
  const archived = sayPlugAndPlay(path.posix.dirname(file));
  if (archived !== undefined) say('packages', archived);
  const configuration = configurations.of(file);
  const inForce = configuration.file;
  const all = configuration.catalogs.catalogs;
  if (isPython(file)) say('packages', packagesOf(file, all));
  else say('tsconfig', await sayTsconfig(file, tsconfig, workspace, terminal));
  for (const { message } of problems) say('problem', message);
  say('configuration', inForce === undefined ? 'none above the file' : relative(terminal.cwd, inForce));
  if (configuration.ignores(file)) say('findings', 'none, since the configuration ignores the file.');
  const analysis = await workspace.analyze(file, undefined, tsconfig);
  if (!analysis) return say('labels', 'none, since the file is too large to be code that somebody reads.');
  const catalogs = all.filter(({ language }) => language === analysis.facts.language);
  const { calls, imports = [] } = analysis.facts;
  if (calls.length === 0) return say('labels', `none. ${whyNone(file, imports, catalogs)}`);
  const parts = catalogs.flatMap(({ library, title }) => {
    const count = calls.filter(({ owner }) => owner.library === library).length;
    return count === 0 ? [] : [`${title} ${count}`];
  });
  say('labels', `${calls.length} (${parts.join(', ')})`);
}

function packagesOf(file: string, catalogs: readonly Catalog[]): string {
  const own = catalogs.filter(({ language }) => language === 'python');
  const found = createPackageFinder(own)(path.posix.dirname(file)).map(sayPackage);
  return found.length === 0 ? 'none that Query Lens knows is installed or asked for above the file' : found.join(', ');
}

/** A file that its tsconfig does not list is read all the same, but perhaps with other options than its author thinks. */
async function sayTsconfig(
  file: string,
  tsconfig: string | undefined,
  workspace: Workspace,
  terminal: Terminal,
): Promise<string> {
  if (tsconfig === undefined) return 'none above the file';
  const name = relative(terminal.cwd, tsconfig);
  const projects = withReferences([tsconfig], () => undefined);
  const listed = await Promise.all(projects.map((project) => filesOf(workspace, project)));
  const at = listed.findIndex((files) => files.includes(file));
  if (at < 0) return `${name} (which does not list the file)`;
  return at === 0
    ? name
    : `${name} (which refers to ${relative(terminal.cwd, projects[at] ?? '')}, which lists the file)`;
}

/** A tsconfig that can't be read lists nothing; what is wrong with it is told elsewhere. */
async function filesOf(workspace: Workspace, tsconfig: string): Promise<readonly string[]> {
  try {
    return await workspace.projectFiles(tsconfig);
  } catch {
    return [];
  }
}

/** Whether a file without a call imports a library. */
export function importsLibrary(imports: readonly string[], catalogs: readonly Catalog[]): boolean {
  return catalogs.some((catalog) => imports.some((specifier) => speaksOf(catalog, specifier)));
}

/** What the imports tell about why no call was found. */
function whyNone(file: string, imports: readonly string[], catalogs: readonly Catalog[]): string {
  if (imports.length === 0) return 'The file imports nothing, and a call is known by where its receiver comes from.';
  const libraries = catalogs.filter((catalog) => imports.some((specifier) => speaksOf(catalog, specifier)));
  const missing = missingPackages(file, imports);
  const sentences = [
    libraries.length > 0
      ? `The file imports ${titles(libraries)} and makes no call that a catalog speaks of.`
      : 'Nothing that the file imports was seen to lead to a library that Query Lens knows ("query-lens methods" lists them).',
    missing.length > 0 ? `In package.json, but not installed: ${missing.join(', ')}.` : '',
    libraries.length > 0 ? '' : 'A class of your own can be given labels by a catalog of your own.',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function titles(catalogs: readonly Catalog[]): string {
  const all = catalogs.map(({ title }) => title);
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}` : (all[0] ?? '');
}

function speaksOf({ modules }: Catalog, specifier: string): boolean {
  return Object.keys(modules).some((module) =>
    module.endsWith('*') ? specifier.startsWith(module.slice(0, -1)) : module === specifier,
  );
}
