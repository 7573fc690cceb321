/** Comments written for Query Lens, and the text that only looks like one or has no room for one. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { Node, SourceFile } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { CommentFact, Span, VerbatimFact } from '../../analysis/model.ts';
import { spanOf } from './syntax.ts';

/** The beginning of such a comment; nearly every file has none, so the tree is looked at only where this matches. */
const BEGINNING = /\/(?:\/|\*)[\s*]*query-lens-/g;

/** Tokens whose text is a value: what looks like a comment in them is none. */
const VALUES: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.StringLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateHead,
  SyntaxKind.TemplateMiddle,
  SyntaxKind.TemplateTail,
  SyntaxKind.RegularExpressionLiteral,
  SyntaxKind.JsxText,
]);

/** The comments of the file that begin with `query-lens-`. */
export function commentsOf(source: SourceFile): readonly CommentFact[] {
  const { text } = source;
  return [...text.matchAll(BEGINNING)].flatMap(({ index: start }) => {
    const leaf = leafAt(source, start);
    if (isInValue(leaf, start, source) || !startsComment(text, gapBefore(leaf, start), start)) return [];
    const isLine = text[start + 1] === '/';
    const end = isLine ? endOfLine(text, start) : endOfBlock(text, start);
    const content = { start: start + 2, end: isLine ? end : Math.max(start + 2, end - 2) };
    return { span: { start, end }, whole: wholeOf(leaf, { start, end }, source), content };
  });
}

/** The pieces of text of several lines, in source order. */
export function verbatimOf(source: SourceFile): readonly VerbatimFact[] {
  const found: VerbatimFact[] = [];
  const visit = (node: Node): void => {
    if (VALUES.has(node.kind)) {
      const span = node.kind === SyntaxKind.JsxText ? { start: node.pos, end: node.end } : spanOf(node, source);
      const kind = node.kind === SyntaxKind.JsxText ? 'markup' : 'template';
      if (source.text.slice(span.start, span.end).includes('\n')) found.push({ kind, span });
    }
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

/** The innermost node around an offset, blanks and comments before it included. */
function leafAt(source: SourceFile, offset: number): Node {
  let leaf: Node = source;
  for (;;) {
    const inner: Node | undefined = leaf.forEachChild((child) =>
      child.pos <= offset && offset < child.end ? child : undefined,
    );
    if (!inner) return leaf;
    leaf = inner;
  }
}

function isInValue(leaf: Node, offset: number, source: SourceFile): boolean {
  return VALUES.has(leaf.kind) && (leaf.kind === SyntaxKind.JsxText || leaf.getStart(source) <= offset);
}

/** Where what lies between the nodes around an offset begins: blanks, comments, brackets and keywords, but no values. */
function gapBefore(leaf: Node, offset: number): number {
  let start = leaf.pos;
  leaf.forEachChild((child) => {
    if (child.end <= offset) start = Math.max(start, child.end);
    return undefined;
  });
  return start;
}

/** Whether a comment begins at the offset, and not one before it that only speaks of another. */
function startsComment(text: string, from: number, offset: number): boolean {
  let at = from;
  while (at < offset) {
    if (text.startsWith('//', at)) at = endOfLine(text, at);
    else if (text.startsWith('/*', at)) at = endOfBlock(text, at);
    else at += 1;
  }
  return at === offset;
}

function endOfLine(text: string, from: number): number {
  const length = text.slice(from).search(/\r?\n|\r/);
  return length < 0 ? text.length : from + length;
}

function endOfBlock(text: string, from: number): number {
  const end = text.indexOf('*/', from + 2);
  return end < 0 ? text.length : end + 2;
}

/** In JSX a comment stands in braces of its own: `{/* ... *\/}`. */
function wholeOf(leaf: Node, comment: Span, source: SourceFile): Span {
  if (!is.isJsxExpression(leaf) || leaf.expression) return comment;
  const braces = spanOf(leaf, source);
  const around = source.text.slice(braces.start, comment.start) + source.text.slice(comment.end, braces.end);
  return /^\{\s*\}$/.test(around) ? braces : comment;
}
