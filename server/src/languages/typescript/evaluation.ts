/**
 * The names engine: what an expression is, found by following names alone.
 *
 * An import, an annotation, a `new X()` or a catalogued call names a catalogued type, and the catalog's
 * result types carry it along the chain. Nothing is inferred, so it costs microseconds where the type
 * checker costs milliseconds to seconds.
 *
 * Known imprecision: the first branch that says something stands for all (`a ?? b`, unions, several
 * returns); a variable assigned more than once is what its first telling assignment is; generics are
 * their constraints.
 */
import type { Node } from 'typescript/unstable/ast';
import type { CatalogSet } from '../../catalogs/catalogSet.ts';
import { evaluateExpression } from './evaluateExpression.ts';
import type { Module } from './modules.ts';
import { UNKNOWN, says, type Value } from './values.ts';

/** What evaluation needs from the outside. The look-ups throw `MissingFile` and `MissingResolutions`. */
export interface Evaluation {
  readonly catalogs: CatalogSet;
  /** The parsed file; `undefined` when there is none. */
  module(file: string): Module | undefined;
  /** The file a specifier of the module leads to; `undefined`: none. */
  resolve(module: Module, specifier: string): string | undefined;
  /** What the type checker answered about a node whose name said nothing. */
  typed(node: Node): Value | undefined;
  readonly questions: OpenQuestions;
}

/** The way that evaluation is on. A question that leads back to itself has no answer there, and may have one elsewhere. */
export interface OpenQuestions {
  /** Nodes being evaluated, outermost first, and how far out each is. */
  readonly active: Map<Node, number>;
  /** What was found where one of them was left out: it holds for as long as that is being evaluated. */
  readonly partial: Map<Node, Partial>;
  /** How far out the outermost is that was left out since the innermost was begun. */
  leftOut: number;
}

interface Partial {
  readonly value: Value;
  readonly leftOut: number;
}

/** No question is that far in: nothing was left out. */
const WHOLE = Number.POSITIVE_INFINITY;
/** The way was too long, which is nobody's doing in particular. */
const TOO_FAR = -1;

export function noQuestions(): OpenQuestions {
  return { active: new Map(), partial: new Map(), leftOut: WHOLE };
}

const MAX_DEPTH = 60;

/** What the expression is. Never throws but for what is missing. */
export function evaluate(ctx: Evaluation, node: Node, module: Module): Value {
  return remembered(ctx, node, module, () => {
    const value = evaluateExpression(ctx, node, module);
    return says(value) ? value : (ctx.typed(node) ?? value);
  });
}

/** Finds a value once. What was found with a question left out is not the whole answer, and is kept no longer than that is open. */
export function remembered(ctx: Evaluation, node: Node, module: Module, find: () => Value): Value {
  const known = module.memo.get(node);
  if (known) return known;
  const { questions } = ctx;
  const partial = questions.partial.get(node);
  if (partial) {
    questions.leftOut = Math.min(questions.leftOut, partial.leftOut);
    return partial.value;
  }
  const outside = questions.leftOut;
  questions.leftOut = WHOLE;
  const value = guarded(ctx, node, find);
  const { leftOut } = questions;
  if (leftOut === WHOLE) module.memo.set(node, value);
  else if (questions.active.size > 0) questions.partial.set(node, { value, leftOut });
  questions.leftOut = Math.min(outside, leftOut);
  return value;
}

/** Runs `find` unless the node is being evaluated already, or the way there is too long. */
export function guarded(ctx: Evaluation, node: Node, find: () => Value): Value {
  const { questions } = ctx;
  const { active } = questions;
  const open = active.get(node) ?? (active.size > MAX_DEPTH ? TOO_FAR : undefined);
  if (open !== undefined) {
    questions.leftOut = Math.min(questions.leftOut, open);
    return UNKNOWN;
  }
  const depth = active.size;
  const outside = questions.leftOut;
  questions.leftOut = WHOLE;
  active.set(node, depth);
  try {
    return find();
  } finally {
    active.delete(node);
    // The outermost also ends a way that was broken off for want of a file.
    if (questions.leftOut !== WHOLE || depth === 0) forget(questions, depth);
    questions.leftOut = Math.min(outside, questions.leftOut);
  }
}

/** With a question answered, so are those that were left out for its sake; with the outermost, all. */
function forget(questions: OpenQuestions, depth: number): void {
  if (questions.leftOut >= depth || depth === 0) questions.leftOut = WHOLE;
  for (const [node, { leftOut }] of questions.partial) {
    if (leftOut >= depth || depth === 0) questions.partial.delete(node);
  }
}
