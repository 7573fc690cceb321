/** The catalogued method at an offset, as the method reference names it. */
import type { FileAnalysis } from '../analysis/judgement.ts';
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { callAt } from './callAt.ts';
import { referenceEntry, type EntryName } from './reference.ts';

/** `undefined` where no call's name stands. */
export function methodAt(analysis: FileAnalysis, catalogs: CatalogSet, offset: number): EntryName | undefined {
  const call = callAt(analysis, offset);
  return call && referenceEntry(catalogs.catalogs, call.owner, call.method, call.kind);
}
