/** How the texts of the open documents have changed lately, so that an answer about an older text can be shifted. */
import type { Range, TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../analysis/model.ts';

/** Older answers than this many versions are of no use to anybody. */
const MOST_KEPT = 200;

/** A replacement in a text: the span that was replaced, and the length of what took its place. */
export interface Replacement extends Span {
  readonly length: number;
}

export interface TextChanges {
  /** Makes and updates documents as `TextDocument` does, and takes note of the changes. */
  readonly documents: {
    create(uri: string, languageId: string, version: number, text: string): TextDocument;
    update(document: TextDocument, changes: TextDocumentContentChangeEvent[], version: number): TextDocument;
  };
  /** What was replaced since a version, one after the other; `undefined` when that is not known any more. */
  since(uri: string, version: number): readonly Replacement[] | undefined;
}

interface Step {
  readonly from: number;
  readonly replacements: readonly Replacement[];
}

export function createTextChanges(): TextChanges {
  const steps = new Map<string, Step[]>();
  return {
    documents: {
      create(uri, languageId, version, text) {
        steps.delete(uri);
        return TextDocument.create(uri, languageId, version, text);
      },
      update(document, changes, version) {
        const from = document.version;
        const replacements: Replacement[] = [];
        let updated = document;
        for (const change of changes) {
          replacements.push(toReplacement(updated, change));
          updated = TextDocument.update(updated, [change], version);
        }
        const known = steps.get(document.uri) ?? [];
        steps.set(document.uri, [...known.slice(-MOST_KEPT), { from, replacements }]);
        return TextDocument.update(updated, [], version);
      },
    },
    since(uri, version) {
      const known = steps.get(uri) ?? [];
      const first = known.findIndex(({ from }) => from === version);
      return first < 0 ? undefined : known.slice(first).flatMap(({ replacements }) => replacements);
    },
  };
}

function toReplacement(document: TextDocument, change: TextDocumentContentChangeEvent): Replacement {
  const range: Range | undefined = 'range' in change ? change.range : undefined;
  const start = range ? document.offsetAt(range.start) : 0;
  const end = range ? document.offsetAt(range.end) : document.getText().length;
  return { start, end, length: change.text.length };
}

/**
 * Where an offset has gone; `undefined` when what stood around it was replaced. What is typed right behind the
 * offset leaves it where it is: `.execute()` keeps its label when a dot follows.
 */
export function shiftedOffset(offset: number, replacements: readonly Replacement[]): number | undefined {
  let place = offset;
  for (const { start, end, length } of replacements) {
    if (place <= start) continue;
    if (place < end || (place === end && end > start)) return undefined;
    place += start + length - end;
  }
  return place;
}
