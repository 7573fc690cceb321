/** Catalogs of the user's own: read from JSON files, with what is wrong in them at its place. */
import fs from 'node:fs';
import path from 'node:path';
import { inside } from '../catalogs/reader.ts';
import type { Catalog, ExportFact } from '../catalogs/schema.ts';
import { validateCatalog } from '../catalogs/validate.ts';
import { fileModule } from '../languages/typescript/fileModules.ts';
import { readJsonText, type FileProblem } from './jsonText.ts';
import { SOURCE_EXTENSIONS } from './sourceFiles.ts';

export interface UserCatalog {
  readonly file: string;
  /** What is left when the bad entries are left out; `undefined` when nothing is. */
  readonly catalog: Catalog | undefined;
  readonly problems: readonly FileProblem[];
  /** Why the file could not be read: a problem of who names it. */
  readonly unreadable?: string;
}

type Modules = Catalog['modules'];

/** `file` is absolute, with forward slashes. Never throws. */
export function readUserCatalog(file: string): UserCatalog {
  try {
    return checkUserCatalog(file, fs.readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = fs.existsSync(file) ? `can't be read: ${String(error)}` : 'does not exist';
    return { file, catalog: undefined, problems: [], unreadable: `The catalog ${file} ${reason}.` };
  }
}

function checkUserCatalog(file: string, text: string): UserCatalog {
  const json = readJsonText(file, text);
  const { catalog, problems } = validateCatalog(json.value);
  // What a text that is no JSON seems to lack is not its problem.
  const found = json.error ? [json.error] : problems.map((problem) => json.locate(problem));
  if (!catalog) return { file, catalog, problems: found };
  const folder = path.posix.dirname(file);
  const missing = Object.keys(catalog.modules)
    .filter((module) => isPath(module) && !existsAsModule(path.posix.join(folder, module)))
    .map((module) =>
      json.locate({
        path: inside('modules', module),
        message: `There is no source file ${module} beside this catalog. Write the path of the file that exports these names, relative to this one.`,
        of: 'key',
      }),
    );
  return { file, catalog: { ...catalog, modules: placed(catalog.modules, folder) }, problems: [...found, ...missing] };
}

/** Modules that are written as paths get the names of the files they lead to. */
function placed(modules: Modules, folder: string): Modules {
  const entries = Object.entries(modules).map(([module, exports]): [string, Readonly<Record<string, ExportFact>>] => [
    isPath(module) ? absoluteModule(folder, module) : module,
    exports,
  ]);
  return Object.fromEntries(entries);
}

function absoluteModule(folder: string, module: string): string {
  const file = path.posix.join(folder, module);
  return module.endsWith('*') ? file : fileModule(file);
}

function isPath(module: string): boolean {
  return module.startsWith('./') || module.startsWith('../');
}

/** Whether a source file is there under this name; of `folder/*`, whether the folder is. */
function existsAsModule(module: string): boolean {
  if (module.endsWith('*')) return fs.existsSync(path.posix.dirname(module));
  const name = fileModule(module);
  const endings = [...SOURCE_EXTENSIONS, '.d.ts', '.d.mts', '.d.cts'];
  return endings.some((ending) => fs.existsSync(`${name}${ending}`) || fs.existsSync(`${name}/index${ending}`));
}
