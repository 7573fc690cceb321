/** Starts the parser when the first Python file is asked about, and turns its trees into plain objects. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Edit, Language, Parser, type Tree, type TreeCursor } from 'web-tree-sitter';
import type { PyNode, PyTree } from './tree.ts';

/** Reads texts; a parser is a few megabytes of memory, so there is one. */
export interface PythonParser {
  /** Total on any text. `file`: the tree is kept, so that the next text of this file is read in a fraction of the time. */
  parse(text: string, file?: string): PyTree;
  /** Forgets what was kept for a file. */
  forget(file: string): void;
}

interface Kept {
  readonly text: string;
  readonly tree: Tree;
}

let starting: Promise<PythonParser> | undefined;

/** The parser, started with the first call. */
export function pythonParser(): Promise<PythonParser> {
  starting ??= start();
  return starting;
}

async function start(): Promise<PythonParser> {
  await Parser.init({
    wasmBinary: fs.readFileSync(wasm('web-tree-sitter.wasm', 'web-tree-sitter/web-tree-sitter.wasm')),
  });
  const language = await Language.load(wasm('tree-sitter-python.wasm', 'tree-sitter-python/tree-sitter-python.wasm'));
  const parser = new Parser();
  parser.setLanguage(language);
  const kept = new Map<string, Kept>();
  const forget = (file: string): void => {
    kept.get(file)?.tree.delete();
    kept.delete(file);
  };
  return {
    parse(text, file) {
      const before = file === undefined ? undefined : kept.get(file);
      before?.tree.edit(editBetween(before.text, text));
      const tree = parser.parse(text, before?.tree);
      if (tree === null) return EMPTY;
      const plain = toPlain(tree, language);
      if (file === undefined) tree.delete();
      else {
        forget(file);
        kept.set(file, { text, tree });
      }
      return plain;
    },
    forget,
  };
}

/** Beside the bundle, or in the packages where there is no bundle. */
function wasm(bundled: string, specifier: string): string {
  const beside = fileURLToPath(new URL(bundled, import.meta.url));
  return fs.existsSync(beside) ? beside : createRequire(import.meta.url).resolve(specifier);
}

const EMPTY: PyTree = {
  root: { type: 'module', start: 0, end: 0, field: '', parent: undefined, children: [] },
  comments: [],
};

/** What lies between the common beginning and the common end of two texts. */
function editBetween(before: string, after: string): Edit {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < most - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const [oldEnd, newEnd] = [before.length - tail, after.length - tail];
  return new Edit({
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: newEnd,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, oldEnd),
    newEndPosition: pointAt(after, newEnd),
  });
}

function pointAt(text: string, offset: number): { row: number; column: number } {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    row += 1;
    lineStart = at + 1;
  }
  return { row, column: offset - lineStart };
}

type Building = { -readonly [K in keyof PyNode]: PyNode[K] } & { readonly children: PyNode[] };

function toPlain(tree: Tree, { types, fields }: Language): PyTree {
  const cursor = tree.walk();
  const comments: PyNode[] = [];
  const read = (parent: PyNode | undefined): Building => ({
    type: types[cursor.nodeTypeId] ?? 'ERROR',
    start: cursor.startIndex,
    end: cursor.endIndex,
    field: fields[cursor.currentFieldId] ?? '',
    parent,
    children: [],
  });
  const root = read(undefined);
  descend(cursor, root, (parent) => {
    const node = read(parent);
    if (node.type !== 'comment') return node;
    comments.push(node);
    return undefined;
  });
  cursor.delete();
  return { root, comments };
}

/** Without recursion: half-typed code may nest deeper than the stack. */
function descend(cursor: TreeCursor, root: Building, visit: (parent: PyNode) => Building | undefined): void {
  let parent = root;
  const above: Building[] = [];
  if (!cursor.gotoFirstChild()) return;
  for (;;) {
    const node = cursor.nodeIsNamed ? visit(parent) : undefined;
    if (node) parent.children.push(node);
    if (node && cursor.gotoFirstChild()) {
      above.push(parent);
      parent = node;
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      const next = above.pop();
      if (next === undefined) return;
      cursor.gotoParent();
      parent = next;
    }
  }
}
