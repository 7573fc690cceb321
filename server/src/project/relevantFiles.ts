/** Leaves out the files that hold no call of a library, before TypeScript is asked about them. */
import fs from 'node:fs';
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { mentionsIn } from '../languages/typescript/mentions.ts';
import { isAnalysable } from './sourceFiles.ts';

/** Those of the files that may hold a call of a library, and those of which it can't be told. */
export function relevantFiles(files: readonly string[], catalogsOf: (file: string) => CatalogSet): ReadonlySet<string> {
  const relevant = new Set<string>();
  let all = false;
  for (const file of files) {
    const text = isAnalysable(file, undefined) ? read(file) : undefined;
    const catalogs = catalogsOf(file);
    const mentions = text === undefined ? undefined : mentionsIn(text, catalogs);
    if (mentions?.mayMatter !== false) relevant.add(file);
    // A function that another file got from a library can have any name.
    for (const library of mentions?.libraries ?? []) all ||= catalogs.givesFunctions(library);
  }
  return all ? new Set(files) : relevant;
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
