/** One walk over a file: the calls that a library might own, the functions, and where each name is written. */
import type { CallExpression, Identifier, Node, SourceFile, TaggedTemplateExpression } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import { isFunctionNode, nameOf, textOf, unwrap, type FunctionNode } from './syntax.ts';

/** A call or a tagged template whose owner is to be found. */
export type Candidate = CallExpression | TaggedTemplateExpression;

export interface Collected {
  /** Receivers come before the calls made on them. */
  readonly candidates: readonly Candidate[];
  readonly functions: readonly FunctionNode[];
  /** Every identifier by its text, in source order. */
  readonly identifiers: ReadonlyMap<string, readonly Identifier[]>;
}

/** Collects from the whole file. Total on any tree, half-typed code included. */
export function collect(source: SourceFile): Collected {
  const candidates: Candidate[] = [];
  const functions: FunctionNode[] = [];
  const identifiers = new Map<string, Identifier[]>();
  const visit = (node: Node): void => {
    if (is.isIdentifier(node)) {
      const text = textOf(node);
      const list = identifiers.get(text);
      if (list) list.push(node);
      else identifiers.set(text, [node]);
      return;
    }
    if (isFunctionNode(node)) functions.push(node);
    node.forEachChild(visit);
    if (is.isCallExpression(node) || is.isTaggedTemplateExpression(node)) candidates.push(node);
  };
  visit(source);
  return { candidates, functions, identifiers };
}

/** What is called: the callee of a call, the tag of a template; wrappers taken off. */
export function calleeOf(candidate: Candidate): Node {
  return unwrap(is.isCallExpression(candidate) ? candidate.expression : candidate.tag);
}

/** The expression a method is called on, when the candidate is a method call. */
export function receiverOf(candidate: Candidate): Node | undefined {
  const callee = calleeOf(candidate);
  return is.isPropertyAccessExpression(callee) || is.isElementAccessExpression(callee) ? callee.expression : undefined;
}

/** The name that the editor marks: the method's, or the callee itself. */
export function nameNodeOf(candidate: Candidate): Node {
  const callee = calleeOf(candidate);
  return is.isPropertyAccessExpression(callee)
    ? callee.name
    : is.isElementAccessExpression(callee)
      ? callee.argumentExpression
      : callee;
}

/** The method's name, or the callee's text when it has one. */
export function methodNameOf(candidate: Candidate): string | undefined {
  return nameOf(nameNodeOf(candidate));
}
