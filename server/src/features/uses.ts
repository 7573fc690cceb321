/** Where the methods of the reference are called in a file. */
import type { FileAnalysis } from '../analysis/judgement.ts';
import type { Span } from '../analysis/model.ts';
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { referenceEntry, type EntryName } from './reference.ts';

export interface Use {
  readonly entry: EntryName;
  /** The method's name in the source. */
  readonly span: Span;
}

/** Every labelled call whose method has an entry, in source order. */
export function uses({ facts }: FileAnalysis, catalogs: CatalogSet): readonly Use[] {
  return facts.calls.flatMap(({ owner, method, kind, helper, name }): Use[] => {
    const entry = helper ? undefined : referenceEntry(catalogs.catalogs, owner, method, kind);
    return entry ? [{ entry, span: name }] : [];
  });
}
