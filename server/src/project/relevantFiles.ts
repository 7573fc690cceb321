/** Leaves out the files that hold no call of a library, before TypeScript is asked about them. */
import fs from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { asyncFunctionsIn, callsOneOf, mentionsIn } from '../languages/typescript/mentions.ts';
import { mayMatter } from '../languages/python/mentions.ts';
import type { FileInProject } from './discover.ts';
import { isAnalysable, isPython } from './sourceFiles.ts';

/** What the texts of some files say about them. */
export interface RelevantFiles {
  /** Files that may hold a call of a library, and those of which it can't be told. */
  readonly holders: ReadonlySet<FileInProject>;
  /** Files that may call an async function of a holder. */
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
  let all = false;
  let isFound = false;
  for await (const file of inTurns(files)) {
    const text = isAnalysable(file.file, undefined) ? read(file.file) : undefined;
    const catalogs = catalogsOf(file);
    if (isPython(file.file)) {
      if (text === undefined || mayMatter(text, catalogs)) holders.set(file, '');
      continue;
    }
    const mentions = text === undefined ? undefined : mentionsIn(text, catalogs);
    if (text !== undefined && mentions?.mayMatter === false) others.set(file, text);
    else {
      if (!isFound) found(file);
      isFound = true;
      holders.set(file, text ?? '');
    }
    // A function that another file got from a library can have any name.
    for (const library of mentions?.libraries ?? []) all ||= catalogs.givesFunctions(library);
  }
  if (all) return { holders: new Set(files), callers: () => Promise.resolve(new Set()) };
  return { holders: new Set(holders.keys()), callers: () => callersOf(holders, others) };
}

async function callersOf(
  holders: ReadonlyMap<FileInProject, string>,
  others: ReadonlyMap<FileInProject, string>,
): Promise<ReadonlySet<FileInProject>> {
  const helpers = new Set<string>();
  for await (const text of inTurns(holders.values())) {
    for (const name of asyncFunctionsIn(text)) helpers.add(name);
  }
  const callers = new Set<FileInProject>();
  for await (const [file, text] of inTurns(others)) if (callsOneOf(text, helpers)) callers.add(file);
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
