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
  /** Nodes being evaluated: a question that leads back to itself has no answer. */
  readonly active: Set<Node>;
}

const MAX_DEPTH = 60;

/** What the expression is. Never throws but for what is missing. */
export function evaluate(ctx: Evaluation, node: Node, module: Module): Value {
  const known = module.memo.get(node);
  if (known) return known;
  const value = guarded(ctx, node, () => evaluateExpression(ctx, node, module));
  const typed = says(value) ? undefined : ctx.typed(node);
  const result = typed ?? value;
  module.memo.set(node, result);
  return result;
}

/** Runs `find` unless the node is being evaluated already, or the way there is too long. */
export function guarded(ctx: Evaluation, node: Node, find: () => Value): Value {
  if (ctx.active.has(node) || ctx.active.size > MAX_DEPTH) return UNKNOWN;
  ctx.active.add(node);
  try {
    return find();
  } finally {
    ctx.active.delete(node);
  }
}
