/** The hints that were answered last, which are served again, shifted with the edits, until there are newer ones. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Hint } from '../features/hints.ts';
import { shiftedOffset, type TextChanges } from './textChanges.ts';

/** The hints of a text, of which version they speak. */
export interface VersionedHints {
  readonly hints: readonly Hint[];
  readonly version: number;
}

export interface LastHints {
  keep(document: TextDocument, version: number, hints: readonly Hint[]): void;
  /** In offsets of the document as it is; `undefined` when nothing is known. */
  of(document: TextDocument): VersionedHints | undefined;
  forget(uri: string): void;
}

export function createLastHints(changes: Pick<TextChanges, 'since'>): LastHints {
  const kept = new Map<string, VersionedHints>();
  return {
    keep: (document, version, hints) => void kept.set(document.uri, { hints, version }),
    of(document) {
      const last = kept.get(document.uri);
      if (!last || last.version === document.version) return last;
      const replacements = changes.since(document.uri, last.version);
      if (!replacements) return undefined;
      const hints = last.hints.flatMap((hint) => {
        const offset = shiftedOffset(hint.offset, replacements);
        const name = shiftedOffset(hint.name, replacements);
        return offset === undefined ? [] : { ...hint, offset, name: name ?? offset };
      });
      return { hints, version: last.version };
    },
    forget: (uri) => void kept.delete(uri),
  };
}
