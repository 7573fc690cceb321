/** Functions that are handed to a transaction by their name: `db.transaction(save)`, `db.transaction(this.save)`. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { Node } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { Candidate } from './collect.ts';
import { functionOf } from './localFunctions.ts';
import type { OwnedMethod } from './members.ts';
import type { Module } from './modules.ts';
import { classOfThis, isFunctionNode, nameOf, textOf, unwrap } from './syntax.ts';

/** By the function: the call that opens the transaction; of several the first. */
export function namedCallbacks(
  module: Module,
  calls: readonly Candidate[],
  owned: ReadonlyMap<Candidate, OwnedMethod>,
): ReadonlyMap<Node, Candidate> {
  const found = new Map<Node, Candidate>();
  for (const call of calls) {
    const { transaction } = owned.get(call)?.fact ?? {};
    if (transaction === undefined || !is.isCallExpression(call)) continue;
    const callback = call.arguments[transaction.callback];
    const fn = callback && namedFunction(module, unwrap(callback));
    if (fn && !found.has(fn)) found.set(fn, call);
  }
  return found;
}

function namedFunction(module: Module, node: Node): Node | undefined {
  if (is.isIdentifier(node)) {
    const declaration = module.scopes.resolve(textOf(node), node, 'value');
    return declaration && functionOf(declaration);
  }
  if (is.isCallExpression(node)) {
    // `this.save.bind(this)`
    const callee = unwrap(node.expression);
    const isBound = is.isPropertyAccessExpression(callee) && nameOf(callee.name) === 'bind';
    return isBound ? namedFunction(module, unwrap(callee.expression)) : undefined;
  }
  if (!is.isPropertyAccessExpression(node) || unwrap(node.expression).kind !== SyntaxKind.ThisKeyword) return undefined;
  const name = nameOf(node.name);
  const members: readonly (Node & { readonly name?: Node })[] = classOfThis(node)?.node.members ?? [];
  const member = members.find((other) => name !== undefined && nameOf(other.name) === name);
  if (member && is.isPropertyDeclaration(member)) {
    const value = member.initializer && unwrap(member.initializer);
    return value && isFunctionNode(value) ? value : undefined;
  }
  return member && isFunctionNode(member) ? member : undefined;
}
