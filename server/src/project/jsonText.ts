/** JSON as people write it, comments and trailing commas included, with the place of everything in it. Pure. */
import { findNodeAtLocation, parseTree, printParseErrorCode, getNodeValue } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import { segmentsOf, type CatalogProblem } from '../catalogs/reader.ts';

/** Counted from 0; `character` in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

/** Something wrong in a JSON file, for the person who wrote it. */
export interface FileProblem {
  /** Absolute, with forward slashes. */
  readonly file: string;
  readonly start: Place;
  readonly end: Place;
  readonly message: string;
}

export interface JsonText {
  /** What could be read; `undefined` for a text with nothing in it. */
  readonly value: unknown;
  /** Why the text is not JSON. What follows from the first mistake is not told. */
  readonly error: FileProblem | undefined;
  /** The problem at its place in the text. */
  locate(problem: CatalogProblem): FileProblem;
}

/** Reads a text; never throws. A byte order mark counts for nothing, as in editors. */
export function readJsonText(file: string, content: string): JsonText {
  const text = content.replace(/^\uFEFF/, '');
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const problem = (start: number, end: number, message: string): FileProblem => ({
    file,
    start: placeOf(text, start),
    end: placeOf(text, end),
    message,
  });
  const [first] = errors;
  return {
    value: tree === undefined ? undefined : (getNodeValue(tree) as unknown),
    error:
      first &&
      problem(
        first.offset,
        first.offset + first.length,
        isUtf8(content)
          ? `This is not valid JSON: ${wordsOf(first)}. Mend it here.`
          : 'This file is not in UTF-8. Save it in that encoding.',
      ),
    locate({ path, message, of }) {
      const { start, end } = tree ? spanAt(tree, path, of === 'key') : { start: 0, end: 0 };
      return problem(start, end, message);
    },
  };
}

/** What is no UTF-8, such as the UTF-16 that some shells write, has been read as replacement characters. */
function isUtf8(content: string): boolean {
  return !content.includes('\uFFFD') && !content.includes('\0');
}

/** `CommaExpected` as `comma expected`. */
function wordsOf({ error }: ParseError): string {
  return printParseErrorCode(error)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
}

/** A plain value is marked itself; of an object or an array its key, or the bracket when it has none. */
function spanAt(tree: Node, path: string, ofKey: boolean): { readonly start: number; readonly end: number } {
  const node = findNodeAtLocation(tree, [...segmentsOf(path)]) ?? tree;
  const key = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
  const isPlain = node.type !== 'object' && node.type !== 'array';
  if (isPlain && !(ofKey && key)) return { start: node.offset, end: node.offset + node.length };
  return key ? { start: key.offset, end: key.offset + key.length } : { start: node.offset, end: node.offset + 1 };
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  return { line: before.split(/\r\n|\r|\n/).length - 1, character: offset - lineStart };
}
