/** The names engine, callbacks: what an unannotated parameter is, by the call that its function is handed to. */
import type { CallExpression, Node, ParameterDeclaration } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import { evaluateType } from './evaluateType.ts';
import { expectedType } from './expectedType.ts';
import { evaluate, type Evaluation } from './evaluation.ts';
import { isReduction } from './builtins.ts';
import { awaited, elementOfIterable, methodOf, referred, rootRef, selfCall, type OwnedMethod } from './members.ts';
import type { Module } from './modules.ts';
import { isFunctionNode, nameOf, unwrap, wrapped } from './syntax.ts';
import { NONE, UNKNOWN, firstOf, type Value } from './values.ts';

/** Which parameter of an array method's callback is the element. */
const ELEMENT_PARAMETER: Readonly<Record<string, number>> = {
  map: 0,
  forEach: 0,
  filter: 0,
  find: 0,
  findLast: 0,
  flatMap: 0,
  some: 0,
  every: 0,
  reduce: 1,
  reduceRight: 1,
};

export function contextualParameter(ctx: Evaluation, parameter: ParameterDeclaration, module: Module): Value {
  const fn = parameter.parent;
  if (!isFunctionNode(fn)) return UNKNOWN;
  const index = fn.parameters.indexOf(parameter);
  const byCall = calledWith(ctx, fn, index, module);
  if (byCall.kind !== 'unknown' && byCall.kind !== 'none') return byCall;
  const byType = expectedParameter(ctx, fn, index, module);
  return byType.kind === 'unknown' ? byCall : byType;
}

/** Parameter `index` of a function that stands inside an object or a list whose type is annotated. */
function expectedParameter(ctx: Evaluation, fn: Node, index: number, module: Module): Value {
  const isInside = is.isMethodDeclaration(fn) ? is.isObjectLiteralExpression(fn.parent) : is.isExpression(fn);
  const expected = isInside ? expectedType(ctx, fn, module) : UNKNOWN;
  return expected.kind === 'signature' || expected.kind === 'function' ? parameterOf(ctx, expected, index) : UNKNOWN;
}

/** Parameter `index` of a function, by the call that it is handed to. */
function calledWith(ctx: Evaluation, fn: Node, index: number, module: Module): Value {
  const outer = argumentAround(wrapped(fn));
  const { parent } = outer;
  if (is.isCallExpression(parent)) {
    const argument = parent.arguments.findIndex((candidate) => candidate === outer);
    return argument < 0 ? UNKNOWN : argumentParameter(ctx, parent, argument, index, module);
  }
  if (is.isNewExpression(parent)) {
    const argument = (parent.arguments ?? []).findIndex((candidate) => candidate === outer);
    return argument < 0 ? UNKNOWN : constructorParameter(ctx, parent.expression, argument, index, module);
  }
  if (is.isVariableDeclaration(parent) && parent.type) return functionTypeParameter(ctx, parent.type, index, module);
  return UNKNOWN;
}

/** The argument a function stands in: itself, or the array or object literal that holds it. */
export function argumentAround(node: Node): Node {
  let current = node;
  for (;;) {
    const { parent } = current;
    if (is.isArrayLiteralExpression(parent) || is.isObjectLiteralExpression(parent)) current = wrapped(parent);
    else if (is.isPropertyAssignment(parent)) current = parent;
    else return current;
  }
}

/** Parameter `index` of the function handed over as argument `argument` of `call`. */
function argumentParameter(
  ctx: Evaluation,
  call: CallExpression,
  argument: number,
  index: number,
  module: Module,
): Value {
  const callee = unwrap(call.expression);
  if (is.isPropertyAccessExpression(callee)) {
    const name = nameOf(callee.name) ?? '';
    const receiver = evaluate(ctx, callee.expression, module);
    const method = methodOf(ctx, receiver, name);
    if (method) return callbackParameter(ctx, method, argument, index);
    if (receiver.kind === 'instance') return name === 'then' && index === 0 ? awaited(ctx, receiver) : UNKNOWN;
    const initial = call.arguments[1];
    if (isReduction(name) && index === 0 && initial) return evaluate(ctx, initial, module);
    if (receiver.kind === 'promise') return name === 'then' && index === 0 ? receiver.of : NONE;
    if (receiver.kind === 'map') return name === 'forEach' && index === 0 ? receiver.of : NONE;
    if (receiver.kind === 'array' || receiver.kind === 'tuple') {
      return ELEMENT_PARAMETER[name] === index ? elementOfIterable(ctx, receiver) : NONE;
    }
  }
  const called = evaluate(ctx, callee, module);
  const method = selfCall(ctx, called, 'call');
  return method ? callbackParameter(ctx, method, argument, index) : parameterOfParameter(ctx, called, argument, index);
}

/** Parameter `index` of the function handed to the constructor of what `callee` names: `new Brackets((qb) => ...)`. */
function constructorParameter(ctx: Evaluation, callee: Node, argument: number, index: number, module: Module): Value {
  const value = evaluate(ctx, callee, module);
  if (value.kind !== 'fact') return UNKNOWN;
  const written = value.fact.callbacks?.[argument]?.[index];
  return typeof written === 'string' ? referred(ctx, written, rootRef(value.library)) : NONE;
}

function callbackParameter(ctx: Evaluation, method: OwnedMethod, argument: number, index: number): Value {
  const written = method.fact.callbacks?.[argument]?.[index];
  return typeof written === 'string' ? referred(ctx, written, method.owner, method.entity) : NONE;
}

/** For a user's function that takes a callback: what the callback's type says of its parameter. */
function parameterOfParameter(ctx: Evaluation, callee: Value, argument: number, index: number): Value {
  if (callee.kind === 'none') return NONE;
  if (callee.kind !== 'function' && callee.kind !== 'signature') return UNKNOWN;
  const { parameters } = callee.node as Node & { readonly parameters?: readonly ParameterDeclaration[] };
  const type = parameters?.[argument]?.type;
  return type ? functionTypeParameter(ctx, type, index, callee.module) : UNKNOWN;
}

/** Parameter `index` of a function type, written out or through an alias. */
function functionTypeParameter(ctx: Evaluation, type: Node, index: number, module: Module): Value {
  if (is.isFunctionTypeNode(type)) {
    const written = type.parameters[index]?.type;
    return written ? evaluateType(ctx, written, module) : NONE;
  }
  if (is.isUnionTypeNode(type))
    return firstOf(type.types.map((member) => functionTypeParameter(ctx, member, index, module)));
  if (is.isParenthesizedTypeNode(type)) return functionTypeParameter(ctx, type.type, index, module);
  const value = evaluateType(ctx, type, module);
  return value.kind === 'signature' || value.kind === 'function' ? parameterOf(ctx, value, index) : UNKNOWN;
}

function parameterOf(ctx: Evaluation, { node, module }: { node: Node; module: Module }, index: number): Value {
  const { parameters } = node as Node & { readonly parameters?: readonly ParameterDeclaration[] };
  const written = parameters?.[index]?.type;
  return written ? evaluateType(ctx, written, module) : UNKNOWN;
}
