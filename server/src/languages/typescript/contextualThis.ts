/** The names engine, `this`: what it is in a function outside of classes, by where the function is put. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { Expression, Node } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import { argumentAround } from './contextualParameter.ts';
import { evaluateType } from './evaluateType.ts';
import { evaluate, type Evaluation } from './evaluation.ts';
import { ownedCall, propertyOf, referred } from './members.ts';
import type { Module } from './modules.ts';
import { isClassNode, isFunctionNode, nameOf, wrapped, type FunctionNode } from './syntax.ts';
import { NONE, UNKNOWN, says, type Value } from './values.ts';

/**
 * `this` as the function's own annotation has it; in a function that is handed to a catalogued call, as Knex's
 * `where(function () { this.where(...) })`, or whose members the result gets, as TypeORM's `extend({ ... })`; and in one
 * that becomes a member of a catalogued value, as Mongoose's `schema.methods.greet = function () { ... }`.
 */
export function contextualThis(ctx: Evaluation, node: Node, module: Module): Value {
  const fn = functionOfThis(node);
  if (!fn) return UNKNOWN;
  const [first] = fn.parameters;
  if (first?.type && nameOf(first.name) === 'this') return evaluateType(ctx, first.type, module);
  const outer = argumentAround(wrapped(fn));
  const { parent } = outer;
  if (is.isCallExpression(parent)) return handedOver(ctx, outer, module);
  const holder = holderOf(ctx, wrapped(fn), module);
  const written = holder.kind === 'instance' ? ctx.catalogs.memberThis(holder.ref) : undefined;
  return holder.kind === 'instance' && written !== undefined ? referred(ctx, written, holder.ref) : UNKNOWN;
}

/** `this` in a method of a class that says what it is called on: `static async byName(this: ReturnModelType<typeof User>)`. */
export function writtenThis(ctx: Evaluation, node: Node, module: Module): Value | undefined {
  let current = node.parent;
  while (current && (!isFunctionNode(current) || is.isArrowFunction(current))) current = current.parent;
  const first = current && isFunctionNode(current) ? current.parameters[0] : undefined;
  return first?.type && nameOf(first.name) === 'this' ? evaluateType(ctx, first.type, module) : undefined;
}

/** The function whose `this` it is, unless a class has it; arrow functions have none of their own. */
function functionOfThis(node: Node): FunctionNode | undefined {
  for (let current = node.parent; current; current = current.parent) {
    if (is.isFunctionExpression(current) || is.isFunctionDeclaration(current)) return current;
    if (is.isMethodDeclaration(current) && is.isObjectLiteralExpression(current.parent)) return current;
    if (isClassNode(current) || (isFunctionNode(current) && !is.isArrowFunction(current))) return undefined;
  }
  return undefined;
}

/** In a function that is an argument of the call, or stands in one. */
function handedOver(ctx: Evaluation, outer: Node, module: Module): Value {
  const call = outer.parent;
  const method = is.isCallExpression(call) ? ownedCall(ctx, call, module) : undefined;
  if (!is.isCallExpression(call) || !method) return UNKNOWN;
  const argument = call.arguments.indexOf(outer as Expression);
  if (method.fact.mixesIn === argument) return evaluate(ctx, call, module);
  const written = method.fact.callbackThis?.[argument];
  return written === undefined ? NONE : referred(ctx, written, method.owner, method.entity);
}

/**
 * What gets the function for a member: the `schema.methods` of `schema.methods.greet = fn` and of
 * `schema.methods = { greet: fn }`, and that of the result of `new Schema({}, { methods: { greet: fn } })`.
 */
function holderOf(ctx: Evaluation, member: Node, module: Module): Value {
  const assignedTo = targetOf(member);
  if (assignedTo) return evaluate(ctx, expressionOf(assignedTo) ?? assignedTo, module);
  const { parent } = member;
  const object = is.isPropertyAssignment(parent) ? parent.parent : parent;
  if (!is.isObjectLiteralExpression(object)) return UNKNOWN;
  const outer = wrapped(object);
  const all = targetOf(outer);
  if (all) return evaluate(ctx, all, module);
  const option = outer.parent;
  const made = is.isPropertyAssignment(option) ? wrapped(option.parent).parent : undefined;
  if (!made || !is.isPropertyAssignment(option) || !is.isNewExpression(made)) return UNKNOWN;
  const value = evaluate(ctx, made, module);
  return says(value) ? propertyOf(ctx, value, nameOf(option.name) ?? '') : UNKNOWN;
}

/** What the value is assigned to. */
function targetOf(value: Node): Node | undefined {
  const { parent } = value;
  if (!is.isBinaryExpression(parent) || parent.operatorToken.kind !== SyntaxKind.EqualsToken) return undefined;
  return parent.right === value ? parent.left : undefined;
}

function expressionOf(target: Node): Node | undefined {
  return is.isPropertyAccessExpression(target) || is.isElementAccessExpression(target) ? target.expression : undefined;
}
