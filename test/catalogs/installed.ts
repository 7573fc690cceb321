/** The libraries of test/packages: which versions of a catalog's packages are installed, and where. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Catalog } from '../../server/src/catalogs/schema.ts';
import { inRange as isIn } from '../../server/src/languages/typescript/installedVersions.ts';
import { PACKAGE_FOLDERS } from '../packages/folders.ts';
import { declarationFiles } from './declarations.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
export const PACKAGES = path.join(ROOT, 'test/packages');

/** What is generated in a folder: the types of Prisma's clients come from their schemas. */
const GENERATED: Readonly<Record<string, readonly string[]>> = {
  'prisma-6': ['node_modules/.prisma/client', 'node_modules/.prisma/mongo'],
  'prisma-generated': ['generated', 'mongo'],
};
const GENERATED_FOR = '@prisma/client';

/** One installed version of a package. */
export interface Installed {
  readonly package: string;
  readonly version: string;
  /** The folder whose node_modules it is in. */
  readonly root: string;
  /** Its folder there: `kysely`, or an alias such as `kysely-0.28`. */
  readonly alias: string;
  readonly files: readonly string[];
}

/** Installs what is not installed yet. */
export function installPackages(): void {
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/setup.mjs'), ...PACKAGE_FOLDERS], { stdio: 'inherit' });
}

/** Every installed version of the catalog's packages that has declaration files. */
export function installedFor(catalog: Catalog): Installed[] {
  const names = new Set(catalog.packages.map(({ name }) => name));
  return PACKAGE_FOLDERS.flatMap((root) => {
    const generatedIn = GENERATED[path.basename(root)] ?? [];
    return packageFolders(root).flatMap((alias): Installed[] => {
      const folder = path.join(root, 'node_modules', alias);
      const { name, version } = manifest(folder);
      if (!names.has(name) || isOfAnother(catalog.library, root, name)) return [];
      const generated = name === GENERATED_FOR ? generatedIn.map((inside) => path.join(root, inside)) : [];
      const files = [folder, ...generated].flatMap(declarationFiles).filter((file) => isSpokenOf(catalog, file));
      return files.length === 0 ? [] : [{ package: name, version, root, alias, files }];
    });
  });
}

/** Declarations of the libraries of others' folders, of whatever version those want. */
function isOfAnother(library: string, root: string, name: string): boolean {
  return name.startsWith('@types/') && root !== PACKAGES && !path.basename(root).startsWith(library);
}

/** Of Node's own modules, a catalog speaks of a few: `node:sqlite` is declared in `sqlite.d.ts`. */
function isSpokenOf({ modules }: Catalog, file: string): boolean {
  const own = Object.keys(modules).filter((name) => name.startsWith('node:'));
  return own.length === 0 || own.includes(`node:${path.basename(file, '.d.ts')}`);
}

/** Whether a version is in a range; `undefined` stands for every version. */
export function inRange(version: string, range: string | undefined): boolean {
  return range === undefined || isIn(version, range);
}

function packageFolders(root: string): string[] {
  const modules = path.join(root, 'node_modules');
  if (!existsSync(modules)) return [];
  const names = readdirSync(modules).filter((name) => !name.startsWith('.'));
  const scoped = names.filter((name) => name.startsWith('@'));
  const inside = scoped.flatMap((scope) => readdirSync(path.join(modules, scope)).map((name) => `${scope}/${name}`));
  const plain = names.filter((name) => !name.startsWith('@'));
  return [...plain, ...inside].filter((name) => existsSync(path.join(modules, name, 'package.json')));
}

function manifest(folder: string): { readonly name: string; readonly version: string } {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name: string; version: string };
}
