/**
 * What a function of the user's does with queries: which it sends, how often, and whether somebody has to wait.
 *
 * Computed by names from the function's own code and, through it, from the functions it calls, as deep as
 * `DEEPEST`; kept with the module until some file changes.
 *
 * Known imprecision, always on the side of saying less: a call that only the type checker could resolve is not
 * seen, nor is one through an interface; a function that is stored and called later counts as not called.
 */
import { SyntaxKind } from 'typescript/unstable/ast';
import type {
  CallExpression,
  ForStatement,
  Node,
  TaggedTemplateExpression,
  WhileStatement,
} from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import { isPerElementMethod } from '../../analysis/callees.ts';
import type { Method, TypeRef } from '../../catalogs/schema.ts';
import { calleeOf, methodNameOf, receiverOf, type Candidate } from './collect.ts';
import { evaluate, type Evaluation } from './evaluation.ts';
import { ownedCall, ownedTag, type OwnedMethod } from './members.ts';
import type { Module } from './modules.ts';
import { hasModifier, isClassNode, isFunctionNode, unwrap, wrapped, type FunctionNode } from './syntax.ts';

/** One query that a function sends, itself or through functions it calls. */
export interface SentQuery {
  readonly owner: TypeRef;
  readonly fact: Method;
  /** Its call as code, without arguments: `prisma.user.update`. */
  readonly code: string;
  /** It is sent once per turn of a loop. */
  readonly inLoop: boolean;
  /** What goes wrong with it is caught, and goes no further. */
  readonly handled: boolean;
  /** The function sends it itself, or does nothing but call the one that does; and it ends some time. */
  readonly direct: boolean;
}

export interface Summary {
  /** In source order; empty for a function that sends nothing. */
  readonly sent: readonly SentQuery[];
}

/** A function found by calling something of the user's. */
export interface CalledFunction {
  readonly node: FunctionNode;
  readonly module: Module;
}

const NOTHING: Summary = { sent: [] };
/** Functions that call functions that call ..., this far. */
const DEEPEST = 5;
/** Queries listed of one function; more tell no more. */
const MOST_SENT = 20;
/** Functions looked at for one file. */
export const MOST_FUNCTIONS = 400;

/** What remains to be spent on one file, and the functions being summarized. */
export interface Budget {
  functions: number;
  readonly active: Set<FunctionNode>;
}

/** The user's function that a call calls; `undefined` for anything else. May throw what evaluation throws. */
export function calledFunction(ctx: Evaluation, call: CallExpression, module: Module): CalledFunction | undefined {
  const value = evaluate(ctx, unwrap(call.expression), module);
  return value.kind === 'function' && value.node.body ? value : undefined;
}

export function summaryOf(ctx: Evaluation, fn: CalledFunction, budget: Budget): Summary {
  return summarize(ctx, fn, budget, DEEPEST).summary;
}

/** The summary, and whether it is the whole truth: no limit was met on the way. */
function summarize(
  ctx: Evaluation,
  { node, module }: CalledFunction,
  budget: Budget,
  depth: number,
): { readonly summary: Summary; readonly whole: boolean } {
  const known = module.summaries.get(node);
  if (known) return { summary: known, whole: true };
  if (depth === 0 || budget.functions <= 0 || budget.active.has(node)) return { summary: NOTHING, whole: false };
  budget.functions -= 1;
  budget.active.add(node);
  try {
    const sent: SentQuery[] = [];
    let whole = true;
    for (const call of callsIn(node)) {
      if (sent.length >= MOST_SENT) break;
      const method = owner(ctx, call, module);
      if (method) {
        if (isSentIn(call, method.fact, node)) sent.push(sentQuery(ctx, call, method, { node, module }));
        continue;
      }
      const inner = is.isCallExpression(call) ? calledFunction(ctx, call, module) : undefined;
      if (!inner) continue;
      const found = summarize(ctx, inner, budget, depth - 1);
      whole &&= found.whole;
      const place = placeOf(call, node);
      const onlyCalls = isThin(node);
      for (const query of found.summary.sent)
        sent.push({
          ...query,
          inLoop: query.inLoop || place.inLoop,
          handled: query.handled || place.handled,
          direct: query.direct && onlyCalls,
        });
    }
    const summary = sent.length === 0 ? NOTHING : { sent };
    if (whole) module.summaries.set(node, summary);
    return { summary, whole };
  } finally {
    budget.active.delete(node);
  }
}

/** The catalogued method of a call; calls by a name that no catalog has are not looked at. */
function owner(ctx: Evaluation, call: Candidate, module: Module): OwnedMethod | undefined {
  const name = methodNameOf(call);
  if (receiverOf(call) && (name === undefined || !ctx.catalogs.methodNames.has(name))) return undefined;
  return is.isCallExpression(call) ? ownedCall(ctx, call, module) : ownedTag(ctx, call, module);
}

function sentQuery(
  ctx: Evaluation,
  call: Candidate,
  { owner: ref, fact }: OwnedMethod,
  { node, module }: CalledFunction,
): SentQuery {
  const verb = fact.verb ?? verbBefore(ctx, call, module);
  return {
    owner: ref,
    fact: verb === undefined ? fact : { ...fact, verb },
    code: codeOf(call),
    direct: !isEndless(node),
    ...placeOf(call, node),
  };
}

/** `while (true)` that nothing leaves: a worker's loop, which whoever starts it can't wait for. */
function isEndless({ body }: FunctionNode): boolean {
  if (!body || !is.isBlock(body)) return false;
  return body.statements.some((statement) => isForever(statement) && !isLeft(statement.statement));
}

function isForever(node: Node): node is WhileStatement | ForStatement {
  if (is.isForStatement(node)) return node.condition === undefined;
  return is.isWhileStatement(node) && node.expression.kind === SyntaxKind.TrueKeyword;
}

/** Whether some statement in the loop leaves it; a `break` of an inner one counts too. */
function isLeft(loop: Node): boolean {
  let found = false;
  const visit = (node: Node): void => {
    if (found || isFunctionNode(node)) return;
    if (is.isBreakStatement(node) || is.isReturnStatement(node)) found = true;
    else node.forEachChild(visit);
  };
  visit(loop);
  return found;
}

/** Links of a chain, more than anybody writes. */
const MOST_LINKS = 60;

/** The verb that an earlier link of the chain tells: `selectFrom` of what `execute` sends. */
function verbBefore(ctx: Evaluation, call: Candidate, module: Module): string | undefined {
  let base = receiverOf(call);
  for (let steps = 0; steps < MOST_LINKS && base; steps++) {
    const link = unwrap(base);
    if (!is.isCallExpression(link) && !is.isTaggedTemplateExpression(link)) return undefined;
    const verb = owner(ctx, link, module)?.fact.verb;
    if (verb !== undefined) return verb;
    base = receiverOf(link);
  }
  return undefined;
}

/** `touch(id) { return this.repository.touch(id); }`: all that the function does is one expression. */
function isThin({ body }: FunctionNode): boolean {
  return body !== undefined && (!is.isBlock(body) || body.statements.length === 1);
}

/** Functions that call their callback later, when nobody waits any more. */
const LATER: ReadonlySet<string> = new Set([
  'addEventListener',
  'addListener',
  'nextTick',
  'on',
  'once',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'subscribe',
]);

/** The calls in a function's code, and in the callbacks that it hands to what it calls. */
function callsIn(fn: FunctionNode): readonly (CallExpression | TaggedTemplateExpression)[] {
  const found: (CallExpression | TaggedTemplateExpression)[] = [];
  const visit = (node: Node): void => {
    if (isClassNode(node) || (isFunctionNode(node) && !isRunCallback(node))) return;
    if (is.isCallExpression(node) || is.isTaggedTemplateExpression(node)) found.push(node);
    node.forEachChild(visit);
  };
  fn.body?.forEachChild(visit);
  if (fn.body && !is.isBlock(fn.body)) visit(fn.body);
  return [...new Set(found)];
}

function isRunCallback(fn: FunctionNode): boolean {
  const { parent } = wrapped(fn);
  return is.isCallExpression(parent) && parent.expression !== fn && !LATER.has(methodNameOf(parent) ?? '');
}

/** Whether the call sends within the function: at once, or by being awaited or returned as its promise. */
function isSentIn(call: Candidate, fact: Method, fn: FunctionNode): boolean {
  switch (fact.execution) {
    case 'executing':
    case 'blocking':
      return fact.promise !== true;
    case 'deferred':
      return isAwaited(call, fn);
    default:
      return false;
  }
}

/** Awaited, returned from an async function, or among the promises that one of these waits for. */
function isAwaited(call: Node, fn: FunctionNode): boolean {
  for (let node = wrapped(call); node.parent && node !== fn; node = wrapped(node.parent)) {
    const { parent } = node;
    if (is.isAwaitExpression(parent)) return true;
    if (is.isReturnStatement(parent) || is.isArrowFunction(parent)) return isAsync(fn) || fnOf(parent) !== fn;
    const joins = is.isArrayLiteralExpression(parent) || is.isConditionalExpression(parent);
    const chains = is.isPropertyAccessExpression(parent) && /^(?:then|catch|finally)$/.test(methodNameOfAccess(parent));
    if (chains) return true;
    if (!joins && !(is.isCallExpression(parent) && parent.expression !== node)) return false;
  }
  return false;
}

function methodNameOfAccess(access: Node & { readonly name: Node }): string {
  return is.isIdentifier(access.name) ? access.name.text : '';
}

function fnOf(node: Node): Node | undefined {
  for (let current: Node | undefined = node; current; current = current.parent) {
    if (isFunctionNode(current)) return current;
  }
  return undefined;
}

function isAsync(fn: FunctionNode): boolean {
  return hasModifier(fn, SyntaxKind.AsyncKeyword);
}

/** What stands around a call inside a function: a loop, and a `try` whose `catch` throws nothing on. */
function placeOf(call: Node, fn: FunctionNode): { readonly inLoop: boolean; readonly handled: boolean } {
  let inLoop = false;
  let handled = false;
  for (let child: Node = call, node = call.parent; node && child !== fn; child = node, node = node.parent) {
    if (isLoopBody(node, child)) inLoop = true;
    if (is.isCallExpression(node) && isFunctionNode(child) && isPerElementMethod(methodNameOf(node))) inLoop = true;
    if (is.isTryStatement(node) && child === node.tryBlock && node.catchClause) handled ||= !throws(node.catchClause);
    if (is.isCallExpression(node) && catches(node, child)) handled = true;
    if (node === fn) break;
  }
  return { inLoop, handled };
}

function isLoopBody(node: Node, child: Node): boolean {
  if (is.isForOfStatement(node) || is.isForInStatement(node)) return child === node.statement;
  return is.isForStatement(node) || is.isWhileStatement(node) || is.isDoStatement(node);
}

/** `q.catch(handler)`, seen from `q`. */
function catches(call: CallExpression, callee: Node): boolean {
  return call.expression === callee && methodNameOf(call) === 'catch';
}

function throws(clause: Node): boolean {
  let found = false;
  const visit = (node: Node): void => {
    if (found || isFunctionNode(node)) return;
    if (is.isThrowStatement(node)) found = true;
    else node.forEachChild(visit);
  };
  clause.forEachChild(visit);
  return found;
}

/** `prisma.user.update`: the callee without what it is called with. */
function codeOf(call: Candidate): string {
  const text = (node: Node): string => {
    const inner = unwrap(node);
    if (is.isIdentifier(inner)) return inner.text;
    if (inner.kind === SyntaxKind.ThisKeyword) return 'this';
    if (is.isPropertyAccessExpression(inner)) return `${text(inner.expression)}.${methodNameOfAccess(inner)}`;
    if (is.isCallExpression(inner)) return `${text(inner.expression)}()`;
    return '…';
  };
  return text(calleeOf(call));
}
