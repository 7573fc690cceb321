/** The names engine, the standard library: what methods of promises and arrays, and a few globals, hand on. */
import type { CallExpression, Node } from 'typescript/unstable/ast';
import { evaluate, type Evaluation } from './evaluation.ts';
import { awaited, resultOf } from './members.ts';
import type { Module } from './modules.ts';
import { NONE, firstOf, promiseOf, type Value } from './values.ts';

/** Methods of promises and arrays. */
export function builtinResult(
  ctx: Evaluation,
  node: CallExpression,
  receiver: Value,
  name: string,
  module: Module,
): Value | undefined {
  if (receiver.kind === 'promise' && (name === 'catch' || name === 'finally')) return receiver;
  const isThenable =
    receiver.kind === 'promise' || (receiver.kind === 'instance' && ctx.catalogs.thenable(receiver.ref) !== undefined);
  if (isThenable && (name === 'then' || name === 'catch' || name === 'finally')) {
    return promiseOf(name === 'then' ? awaited(ctx, callbackResult(ctx, node, module)) : awaited(ctx, receiver));
  }
  if (receiver.kind !== 'instance' && isReduction(name)) return reduced(ctx, node, module);
  if (receiver.kind === 'map') {
    if (name === 'get') return receiver.of;
    return name === 'values' ? { kind: 'array', of: receiver.of } : NONE;
  }
  if (receiver.kind !== 'array' && receiver.kind !== 'tuple') return undefined;
  if (name === 'map' || name === 'flatMap') return { kind: 'array', of: callbackResult(ctx, node, module) };
  if (name === 'filter' || name === 'slice' || name === 'concat' || name === 'reverse' || name === 'sort')
    return receiver;
  if (name === 'find' || name === 'findLast' || name === 'at' || name === 'pop' || name === 'shift') {
    return receiver.kind === 'array' ? receiver.of : firstOf(receiver.elements);
  }
  return NONE;
}

export function isReduction(name: string): boolean {
  return name === 'reduce' || name === 'reduceRight';
}

/** A query refined once per element: `conditions.reduce((query, c) => query.where(c), db.select())`. */
function reduced(ctx: Evaluation, node: CallExpression, module: Module): Value {
  const initial = node.arguments[1];
  return firstOf([initial ? evaluate(ctx, initial, module) : NONE, callbackResult(ctx, node, module)]);
}

function callbackResult(ctx: Evaluation, node: CallExpression, module: Module): Value {
  const [callback] = node.arguments;
  return callback ? resultOf(ctx, evaluate(ctx, callback, module)) : NONE;
}

/** Functions of the standard library that hand on what they are given. */
export function globalResult(
  ctx: Evaluation,
  receiver: Node & { readonly text: string },
  name: string,
  node: CallExpression,
  module: Module,
): Value | undefined {
  if (module.scopes.resolve(receiver.text, receiver, 'value')) return undefined;
  const [first] = node.arguments;
  if (!first) return undefined;
  if (receiver.text === 'Object' && (name === 'assign' || name === 'freeze')) return evaluate(ctx, first, module);
  if (receiver.text !== 'Promise') return undefined;
  const value = evaluate(ctx, first, module);
  if (name === 'resolve') return promiseOf(awaited(ctx, value));
  if (name !== 'all' && name !== 'race' && name !== 'any') return undefined;
  if (value.kind === 'tuple') {
    const elements = value.elements.map((element) => awaited(ctx, element));
    return promiseOf(name === 'all' ? { kind: 'tuple', elements } : firstOf(elements));
  }
  if (value.kind !== 'array') return undefined;
  const element = awaited(ctx, value.of);
  return promiseOf(name === 'all' ? { kind: 'array', of: element } : element);
}
