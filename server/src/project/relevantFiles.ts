/** Leaves out the files that hold no call of a library, before TypeScript is asked about them. */
import fs from 'node:fs';
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { asyncFunctionsIn, callsOneOf, mentionsIn } from '../languages/typescript/mentions.ts';
import { isAnalysable } from './sourceFiles.ts';

/**
 * Those of the files that may hold a call of a library, those that may call an async function of such a file, and
 * those of which it can't be told.
 */
export function relevantFiles(files: readonly string[], catalogsOf: (file: string) => CatalogSet): ReadonlySet<string> {
  const relevant = new Set<string>();
  const helpers = new Set<string>();
  const others = new Map<string, string>();
  let all = false;
  for (const file of files) {
    const text = isAnalysable(file, undefined) ? read(file) : undefined;
    const catalogs = catalogsOf(file);
    const mentions = text === undefined ? undefined : mentionsIn(text, catalogs);
    if (text !== undefined && mentions?.mayMatter === false) others.set(file, text);
    else {
      relevant.add(file);
      for (const name of asyncFunctionsIn(text ?? '')) helpers.add(name);
    }
    // A function that another file got from a library can have any name.
    for (const library of mentions?.libraries ?? []) all ||= catalogs.givesFunctions(library);
  }
  if (all) return new Set(files);
  for (const [file, text] of others) if (callsOneOf(text, helpers)) relevant.add(file);
  return relevant;
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
