/**
 * The calls of the user's own functions that matter: those that send queries, where a rule may have something to say.
 *
 * A call that is awaited outside of loops and transactions is as it should be, and is not looked into.
 */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { CallExpression, Node } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import { isPerElementMethod } from '../../analysis/callees.ts';
import type { Method, TypeRef } from '../../catalogs/schema.ts';
import { evaluateType } from './evaluateType.ts';
import { methodNameOf, type Candidate } from './collect.ts';
import { evaluate, type Evaluation } from './evaluation.ts';
import { functionResult } from './functionResult.ts';
import type { OwnedMethod } from './members.ts';
import type { Module } from './modules.ts';
import { calledFunction, MOST_FUNCTIONS, summaryOf, type Budget, type CalledFunction } from './summaries.ts';
import { isCaught } from './surroundings.ts';
import { hasModifier, isFunctionNode, nameOf, returnedExpressions, unwrap, wrapped } from './syntax.ts';

export function createBudget(): Budget {
  return { functions: MOST_FUNCTIONS, active: new Set() };
}

/** The call as a method that does what the function does; `undefined` when that is nothing of interest. May throw what evaluation throws. */
export function helperOf(
  ctx: Evaluation,
  call: Candidate,
  module: Module,
  owned: ReadonlyMap<Candidate, OwnedMethod>,
  budget: Budget,
): OwnedMethod | undefined {
  if (!is.isCallExpression(call) || !matters(call, owned)) return undefined;
  return helperAnywhere(ctx, call, module, budget);
}

/** The same wherever the call stands. */
export function helperAnywhere(
  ctx: Evaluation,
  call: CallExpression,
  module: Module,
  budget: Budget,
): OwnedMethod | undefined {
  const fn = calledFunction(ctx, call, module);
  if (!fn || fn.node.asteriskToken) return undefined;
  const { sent } = summaryOf(ctx, fn, budget);
  const result = functionResult(ctx, fn.node, fn.module);
  const given = result.kind === 'instance' && ctx.catalogs.thenable(result.ref) ? result.ref : undefined;
  // A query that is handed in comes back refined, and who handed it in still has it.
  if (given && sent.length === 0 && call.arguments.some((argument) => isThenable(ctx, argument, module)))
    return undefined;
  if (given && sent.length === 0 && givesHeld(ctx, fn)) return undefined;
  const [first] = sent;
  const owner = first?.owner ?? given;
  if (owner === undefined) return undefined;
  const isPromise = hasModifier(fn.node, SyntaxKind.AsyncKeyword) || result.kind === 'promise';
  const handled = sent.length > 0 && sent.every((query) => query.handled);
  const optional = optionalClient(ctx, fn, owner);
  return {
    owner,
    fact: factOf(
      isPromise,
      given,
      handled,
      sent.map(({ fact }) => fact),
    ),
    helper: {
      query: first?.code ?? '',
      sends: sent.length,
      inLoop: sent.some(({ inLoop }) => inLoop),
      ...(isWithin(call, fn.node) && { recursive: true }),
      direct: sent.some(({ direct, handled: isHandled }) => direct && !isHandled),
      ...(optional && isLeftOut(call, optional.index) && { client: optional }),
    },
  };
}

function isThenable(ctx: Evaluation, node: Node, module: Module): boolean {
  const value = evaluate(ctx, unwrap(node), module);
  return value.kind === 'instance' && ctx.catalogs.thenable(value.ref) !== undefined;
}

/** It gives a query that is kept in a field, refined or not: who reads the field has it still. */
function givesHeld(ctx: Evaluation, { node, module }: CalledFunction): boolean {
  return returnedExpressions(node).some((expression) => {
    const outer = unwrap(expression);
    const branches = is.isConditionalExpression(outer) ? [outer.whenTrue, outer.whenFalse] : [outer];
    return branches.some((branch) => {
      const root = rootOf(branch);
      return is.isPropertyAccessExpression(root) && isThenable(ctx, root, module);
    });
  });
}

/** What the methods of a chain are called on. */
function rootOf(expression: Node): Node {
  let root = unwrap(expression);
  while (is.isCallExpression(root)) {
    const callee = unwrap(root.expression);
    if (!is.isPropertyAccessExpression(callee)) return root;
    root = unwrap(callee.expression);
  }
  return root;
}

function factOf(isPromise: boolean, given: TypeRef | undefined, handled: boolean, sent: readonly Method[]): Method {
  const verb = sent.find((fact) => fact.verb !== undefined && fact.verb !== 'SELECT')?.verb ?? sent[0]?.verb;
  const description = 'A function of yours that sends queries.';
  const rest = { description, ...(verb !== undefined && { verb }) };
  // What takes care of its own failures is made to be left alone.
  if (isPromise)
    return sent.length === 0 || handled ? { ...rest, execution: 'local' } : { ...rest, execution: 'executing' };
  if (given) return { ...rest, execution: 'deferred', returns: given.type };
  const blocks = sent.some(({ execution }) => execution === 'blocking');
  return blocks ? { ...rest, execution: 'blocking', asyncEquivalent: null } : { ...rest, execution: 'local' };
}

function isWithin(node: Node, outer: Node): boolean {
  let at: Node | undefined = node;
  while (at && at !== outer) at = at.parent;
  return at !== undefined;
}

/** The call has no argument at the index. */
function isLeftOut({ arguments: given }: CallExpression, index: number): boolean {
  return given.length <= index && !given.some((argument) => is.isSpreadElement(argument));
}

/** Whether something may be wrong with a call of this kind at this place. */
function matters(call: CallExpression, owned: ReadonlyMap<Candidate, OwnedMethod>): boolean {
  const next = wrapped(call).parent.parent;
  const isLinked =
    next !== undefined && is.isCallExpression(next) && owned.has(next) && next.expression === wrapped(call).parent;
  return !isLinked && (isLeftAlone(call) || isRepeated(call, owned));
}

/** Nobody waits for the result on the spot, and it is not handed on for somebody to do so. */
function isLeftAlone(call: CallExpression): boolean {
  const outer = wrapped(call);
  const { parent } = outer;
  switch (parent.kind) {
    case SyntaxKind.ExpressionStatement:
    case SyntaxKind.IfStatement:
    case SyntaxKind.PrefixUnaryExpression:
    case SyntaxKind.TemplateSpan:
    case SyntaxKind.VariableDeclaration:
    case SyntaxKind.ForOfStatement:
    case SyntaxKind.SpreadAssignment:
    case SyntaxKind.SpreadElement:
      return true;
    // Where a `catch` is there to see it fail, to return the promise is not enough.
    case SyntaxKind.ReturnStatement:
      return isCaught(parent);
    case SyntaxKind.ConditionalExpression:
      return (parent as Node & { readonly condition: Node }).condition === outer;
    case SyntaxKind.BinaryExpression:
      return is.isBinaryExpression(parent) && parent.operatorToken.kind !== SyntaxKind.EqualsToken;
    case SyntaxKind.PropertyAccessExpression: {
      const access = parent as Node & { readonly name: Node };
      return !/^(?:then|catch|finally)$/.test(nameOf(access.name) ?? '');
    }
    case SyntaxKind.ArrayLiteralExpression:
      return is.isCallExpression(parent.parent);
    default:
      return false;
  }
}

/** The call stands in a loop, in the callback of an array method, or in a transaction. */
function isRepeated(call: CallExpression, owned: ReadonlyMap<Candidate, OwnedMethod>): boolean {
  for (let node: Node = call; node.parent; node = node.parent) {
    const { parent } = node;
    if (is.isForOfStatement(parent) || is.isForInStatement(parent)) {
      if (parent.statement === node) return true;
    } else if (is.isForStatement(parent) || is.isWhileStatement(parent) || is.isDoStatement(parent)) {
      return true;
    }
    if (!isFunctionNode(node)) continue;
    if (!is.isCallExpression(parent)) return false;
    const { transaction } = owned.get(parent)?.fact ?? {};
    if (transaction !== undefined || isPerElementMethod(methodNameOf(parent))) return true;
  }
  return false;
}

/** The parameter that may be given the client of a transaction: `save(user, tx?: Transaction)`. */
function optionalClient(
  ctx: Evaluation,
  { node, module }: CalledFunction,
  owner: TypeRef,
): { index: number; name: string } | undefined {
  for (const [index, parameter] of node.parameters.entries()) {
    const name = nameOf(parameter.name);
    if (name === undefined || !parameter.type || (!parameter.questionToken && !parameter.initializer)) continue;
    const value = evaluateType(ctx, parameter.type, module);
    const isClient =
      value.kind === 'instance' && value.ref.library === owner.library && opensOrIsTransaction(ctx, value.ref);
    if (isClient) return { index, name };
  }
  return undefined;
}

/** Transactions are opened on such values, or hand such values to their callback. */
function opensOrIsTransaction(ctx: Evaluation, { library, type }: TypeRef): boolean {
  return ctx.catalogs.clients(library).has(type);
}
