/** Leaves out the files that hold no call of a library, before TypeScript is asked about them. */
import fs from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { givenFunctionsIn } from '../languages/typescript/givenFunctions.ts';
import {
  asyncFunctionsIn,
  callsOneOf,
  functionsIn,
  mayMatter,
  namesOneOf,
  specifiersIn,
} from '../languages/typescript/mentions.ts';
import { mayMatter as pythonMayMatter } from '../languages/python/mentions.ts';
import type { FileInProject } from './discover.ts';
import { installedLibraries } from './installedLibraries.ts';
import { isAnalysable, isPython } from './sourceFiles.ts';

/** What the texts of some files say about them. */
export interface RelevantFiles {
  /** Files that may hold a call of a library, and those of which it can't be told. */
  readonly holders: ReadonlySet<FileInProject>;
  /**
   * Files that may call an async function of a holder. Where a library gives functions to be called later, also those
   * that may have one of these or may call any function of a holder that imports the library, or a file that does.
   */
  callers(): Promise<ReadonlySet<FileInProject>>;
}

/** Files read before other work has its turn: the TypeScript process is answered while files are read here. */
const IN_A_ROW = 16;

/**
 * Reads the files; `found` is called with the first of TypeScript's that may hold a call, while there are still others to read.
 * Never rejects: a file that can't be read may hold anything.
 */
export async function relevantFiles(
  files: readonly FileInProject[],
  catalogsOf: (file: FileInProject) => CatalogSet,
  found: (first: FileInProject) => void = () => undefined,
): Promise<RelevantFiles> {
  const holders = new Map<FileInProject, string>();
  const others = new Map<FileInProject, string>();
  const texts = new Map<FileInProject, string>();
  const imported = new Set<string>();
  const giving: Giving = { methods: new Set(), importers: new Set() };
  let isFound = false;
  for await (const file of inTurns(files)) {
    const text = isAnalysable(file.file, undefined) ? read(file.file) : undefined;
    const catalogs = catalogsOf(file);
    if (isPython(file.file)) {
      if (text === undefined || pythonMayMatter(text, catalogs)) holders.set(file, '');
      continue;
    }
    if (text === undefined) holders.set(file, '');
    else texts.set(file, text);
    const libraries = new Set(specifiersIn(text ?? '').flatMap((specifier) => catalogs.librariesOf(specifier)));
    for (const library of libraries) {
      imported.add(library);
      noteGiving(giving, file, catalogs.functionGivers(library));
    }
    if (isFound || (text !== undefined && !mayMatter(text, catalogs.calledNames(libraries)))) continue;
    isFound = true;
    found(file);
  }
  const namesFor = namesReached([...texts.keys()], imported);
  for await (const [file, text] of inTurns(texts)) {
    (mayMatter(text, namesFor(catalogsOf(file))) ? holders : others).set(file, text);
  }
  return { holders: new Set(holders.keys()), callers: () => callersOf(holders, others, giving) };
}

/** The names that calls go by of libraries which some of the files imports, or which are installed for one. */
function namesReached(
  files: readonly FileInProject[],
  imported: ReadonlySet<string>,
): (catalogs: CatalogSet) => ReadonlySet<string> {
  const folders = new Set(files.map(({ file }) => path.dirname(file)));
  const known = new Map<CatalogSet, ReadonlySet<string>>();
  return (catalogs) => {
    let names = known.get(catalogs);
    if (!names) {
      const installed =
        installedLibraries(folders, catalogs.catalogs) ?? catalogs.catalogs.map(({ library }) => library);
      known.set(catalogs, (names = catalogs.calledNames(new Set([...installed, ...imported]))));
    }
    return names;
  };
}

/** What gives functions to be called later by any name. */
interface Giving {
  /** Methods of libraries that some file imports. */
  readonly methods: Set<string>;
  /** The files that import these libraries, by the name they are imported by. */
  readonly importers: Set<string>;
}

function noteGiving({ methods, importers }: Giving, { file }: FileInProject, given: ReadonlySet<string>): void {
  for (const name of given) methods.add(name);
  if (given.size > 0) importers.add(importName(file));
}

/** `users` of `./users.ts`, `../users` and `@/users/index.js`. */
function importName(specifier: string): string {
  const parts = specifier.replace(/\.[cm]?[jt]sx?$/, '').split('/');
  return (parts.at(-1) === 'index' ? parts.at(-2) : parts.at(-1)) ?? '';
}

async function callersOf(
  holders: ReadonlyMap<FileInProject, string>,
  others: ReadonlyMap<FileInProject, string>,
  { methods, importers }: Giving,
): Promise<ReadonlySet<FileInProject>> {
  const helpers = new Set<string>();
  const given = new Set<string>();
  for await (const [{ file }, text] of inTurns(holders)) {
    const kept = givenFunctionsIn(text, methods);
    // A function that goes where this can't follow may be called in any file.
    if (!kept) return new Set(others.keys());
    for (const name of kept) given.add(name);
    const near = [file, ...specifiersIn(text)].some((specifier) => importers.has(importName(specifier)));
    const names = near ? functionsIn(text) : asyncFunctionsIn(text);
    for (const name of names) helpers.add(name);
  }
  const callers = new Set<FileInProject>();
  for await (const [file, text] of inTurns(others))
    if (callsOneOf(text, helpers) || namesOneOf(text, given)) callers.add(file);
  return callers;
}

/** The items, with a turn for whatever else is waiting after every few of them. */
async function* inTurns<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  let count = 0;
  for (const item of items) {
    if (++count % IN_A_ROW === 0) await setImmediate();
    yield item;
  }
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
