/** The names engine, functions of the user's: what a call gives. */
import { SyntaxKind } from 'typescript/unstable/ast';
import { annotatedResult } from './evaluateType.ts';
import { evaluate, guarded, type Evaluation } from './evaluation.ts';
import { awaited } from './members.ts';
import type { Module } from './modules.ts';
import { hasModifier, returnedExpressions, type FunctionNode } from './syntax.ts';
import { NONE, firstOf, promiseOf, type Value } from './values.ts';

/** What a call of the user's function gives: by its annotation, else by what it returns. */
export function functionResult(ctx: Evaluation, fn: FunctionNode, module: Module): Value {
  const isAsync = hasModifier(fn, SyntaxKind.AsyncKeyword);
  if (fn.type) {
    const annotated = annotatedResult(ctx, fn.type, module, isAsync);
    if (annotated.kind !== 'unknown') return annotated;
  }
  const { asteriskToken } = fn;
  if (asteriskToken) return NONE;
  return guarded(ctx, fn, () => {
    const value = firstOf(returnedExpressions(fn).map((expression) => evaluate(ctx, expression, module)));
    return isAsync ? promiseOf(awaited(ctx, value)) : value;
  });
}
