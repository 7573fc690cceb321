/** The names engine, members: properties, the results of calls, `new`, `await` and iteration. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { CallExpression, Node, TaggedTemplateExpression } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { HelperFact } from '../../analysis/model.ts';
import type { ExportFact, Method, TypeRef } from '../../catalogs/schema.ts';
import { exportedValue } from './evaluateDeclaration.ts';
import { evaluateType } from './evaluateType.ts';
import { builtinResult, globalResult } from './builtins.ts';
import { basesOf, memberOf, ownMember, staticBasesOf } from './classMembers.ts';
import { evaluate, type Evaluation } from './evaluation.ts';
import { functionResult } from './functionResult.ts';
import { handedThrough } from './handedThrough.ts';
import type { Module } from './modules.ts';
import { withName } from './namedCalls.ts';
import { isClassNode, isFunctionNode, nameOf, unwrap } from './syntax.ts';
import { asWritten } from './typeArguments.ts';
import { NONE, UNKNOWN, firstOf, instance, promiseOf, says, type Value } from './values.ts';

/** A catalogued method with the type it was found on. */
export interface OwnedMethod {
  readonly owner: TypeRef;
  readonly fact: Method;
  /** An instance of the user's class that the owner deals in. */
  readonly entity?: Value;
  /** The result goes to a function that is handed over. */
  readonly toCallback?: boolean;
  /** The argument that comes back as it was handed over, and not a promise. */
  readonly handedBack?: Value;
  /** It is a function of the user's, which does what the method says. */
  readonly helper?: HelperFact;
}

/** A written reference of a catalog as a value; `entity` stands for the types that are the user's classes. */
export function referred(ctx: Evaluation, written: string, from: TypeRef, entity?: Value): Value {
  const { ref, array } = ctx.catalogs.refer(written, from);
  const isEntity = entity !== undefined && ctx.catalogs.type(ref)?.entity === true;
  const value = !isEntity
    ? instance(ref, entity)
    : isOfLibrary(ctx, entity)
      ? entity
      : ({ kind: 'all', of: [instance(ref, entity), entity] } as const);
  return array ? { kind: 'array', of: value } : value;
}

/** A class has what it derives from; of an interface that derives from nothing only the fields are the user's. */
function isOfLibrary(ctx: Evaluation, entity: Value): boolean {
  return entity.kind !== 'object' || isClassNode(entity.node) || basesOf(ctx, entity.node, entity.module).some(says);
}

/** The catalogued method `name` of a value; the classes a user derives are looked through. */
export function methodOf(ctx: Evaluation, value: Value, name: string): OwnedMethod | undefined {
  if (value.kind === 'instance') {
    const fact = ctx.catalogs.method(value.ref, name);
    return fact && owned(value.ref, fact, value.entity);
  }
  if (value.kind === 'all') {
    for (const member of value.of) {
      const found = methodOf(ctx, member, name);
      if (found) return found;
    }
  }
  if (value.kind === 'fact' && value.fact.value !== undefined) {
    return methodOf(ctx, referred(ctx, value.fact.value, rootRef(value.library)), name);
  }
  if (value.kind === 'namespace' && value.prefix === '') {
    // The default export of a CommonJS module is the module.
    const { fact, library } = ctx.catalogs.exported(value.module, 'default') ?? {};
    if (fact?.value !== undefined && library !== undefined)
      return methodOf(ctx, referred(ctx, fact.value, rootRef(library)), name);
  }
  if (value.kind === 'object' && !ownMember(value.node, name, false)) {
    for (const base of basesOf(ctx, value.node, value.module)) {
      const found = methodOf(ctx, base, name);
      if (found) return ctx.catalogs.type(found.owner)?.entity === true ? { ...found, entity: value } : found;
    }
  }
  if (value.kind === 'class' && !ownMember(value.node, name, true)) {
    for (const base of staticBasesOf(ctx, value.node, value.module)) {
      const found = methodOf(ctx, base, name);
      if (found) return { ...found, entity: instanceOf(value) };
    }
  }
  return undefined;
}

function owned(owner: TypeRef, fact: Method, entity: Value | undefined): OwnedMethod {
  return entity === undefined ? { owner, fact } : { owner, fact, entity };
}

/** A reference that only says which catalog: exports are written relative to it. */
export function rootRef(library: string): TypeRef {
  return { library, type: '' };
}

/** Value of `value.name`. */
export function propertyOf(ctx: Evaluation, value: Value, name: string): Value {
  switch (value.kind) {
    case 'instance': {
      const fact = ctx.catalogs.method(value.ref, name);
      if (fact) return { kind: 'method', ...owned(value.ref, fact, value.entity) };
      const written = ctx.catalogs.property(value.ref, name);
      return written === undefined ? NONE : referred(ctx, written, value.ref, value.entity);
    }
    case 'fact':
    case 'namespace':
      return exportOf(ctx, value, name);
    case 'module':
      return exportedValue(ctx, value.module, name);
    case 'all':
      return firstOf(value.of.map((member) => propertyOf(ctx, member, name)));
    case 'object':
      return memberOf(ctx, value.node, value.module, name, false);
    case 'class':
      return memberOf(ctx, value.node, value.module, name, true);
    case 'unknown':
      return UNKNOWN;
    default:
      return NONE;
  }
}

/** `name` as a member of an imported namespace or of what is exported: `Prisma.sql`, `kysely.Kysely`, `Database.Statement`. */
export function exportOf(ctx: Evaluation, value: Value, name: string): Value {
  if (value.kind === 'module') return exportedValue(ctx, value.module, name);
  if (value.kind === 'namespace') {
    const qualified = `${value.prefix}${name}`;
    const found = ctx.catalogs.exported(value.module, qualified);
    if (found) return { kind: 'fact', ...found, module: value.module, name: qualified };
    if (ctx.catalogs.hasNamespace(value.module, qualified))
      return { kind: 'namespace', module: value.module, prefix: `${qualified}.` };
    return NONE;
  }
  if (value.kind === 'fact') {
    const member = ctx.catalogs.exported(value.module, `${value.name}.${name}`);
    if (member) return { kind: 'fact', ...member, module: value.module, name: `${value.name}.${name}` };
    if (value.fact.value !== undefined)
      return propertyOf(ctx, referred(ctx, value.fact.value, rootRef(value.library)), name);
  }
  return NONE;
}

/** An instance of what a class-like value constructs. */
export function instanceOf(value: Value): Value {
  if (value.kind === 'class') return { kind: 'object', node: value.node, module: value.module };
  if (value.kind === 'fact') {
    // What it stands for is said by its argument.
    if (value.fact.standsFor !== undefined) return value;
    return value.fact.type === undefined ? NONE : typedInstance(value.fact.type, value.library);
  }
  return value;
}

function typedInstance(written: string, from: string): Value {
  const [path = '', variant] = written.split('@');
  const [type = '', library = from] = path.split(':').toReversed();
  return instance(variant === undefined ? { library, type } : { library, type, variant });
}

/** Value of `new X()`; a module itself is constructed where it is what `require` gives for `export =`. */
export function constructed(ctx: Evaluation, value: Value): Value {
  if (value.kind === 'namespace') return value.prefix === '' ? instanceOf(exportOf(ctx, value, 'default')) : NONE;
  if (value.kind === 'instance') {
    const constructs = ctx.catalogs.constructs(value.ref);
    return constructs === undefined ? NONE : referred(ctx, constructs, value.ref, value.entity);
  }
  return value.kind === 'class' || value.kind === 'fact' || value.kind === 'unknown' ? instanceOf(value) : NONE;
}

/** Value of `await x`. */
export function awaited(ctx: Evaluation, value: Value): Value {
  if (value.kind === 'promise') return value.of;
  if (value.kind === 'instance') {
    const thenable = ctx.catalogs.thenable(value.ref);
    if (!thenable) return value;
    return thenable.awaited === undefined ? NONE : referred(ctx, thenable.awaited, value.ref, value.entity);
  }
  return value;
}

/** What `for (const x of value)` gives `x`. */
export function elementOfIterable(ctx: Evaluation, value: Value): Value {
  if (value.kind === 'array') return awaited(ctx, value.of);
  if (value.kind === 'tuple') return firstOf(value.elements);
  if (value.kind === 'instance') {
    const elements = ctx.catalogs.elements(value.ref);
    return elements === undefined ? NONE : referred(ctx, elements, value.ref, value.entity);
  }
  return value.kind === 'unknown' ? UNKNOWN : NONE;
}

/** What a call of the method gives: a promise when it executes. */
function methodResult(ctx: Evaluation, method: OwnedMethod, args: readonly Node[], module: Module): Value {
  if (method.handedBack) return method.handedBack;
  if (method.toCallback === true) return NONE;
  const { returns, resultOf: index, entityArgument, returnsArgument, returnsClass, mixesIn } = method.fact;
  const fn = index === undefined ? undefined : args[index];
  const given = fn ? resultOf(ctx, evaluate(ctx, fn, module)) : NONE;
  const named = entityArgument === undefined ? undefined : args[entityArgument];
  const entity = named ? entityOf(ctx, named, module, method.entity) : method.entity;
  const derived = returnsClass === undefined ? undefined : args[returnsClass];
  if (derived) return evaluate(ctx, derived, module);
  const own =
    returns === undefined
      ? argumentItself(ctx, args, returnsArgument, module)
      : referred(ctx, returns, method.owner, entity);
  const value = says(given) ? given : mixed(ctx, own, mixesIn === undefined ? undefined : args[mixesIn], module);
  return (method.fact.execution === 'executing' && method.fact.promise !== false) || method.fact.promise === true
    ? promiseOf(index === undefined ? value : awaited(ctx, value))
    : value;
}

/** What is handed over as this argument: itself, or an instance of the class that it is. */
function argumentItself(ctx: Evaluation, args: readonly Node[], index: number | undefined, module: Module): Value {
  const argument = index === undefined ? undefined : args[index];
  return argument ? instanceOf(evaluate(ctx, argument, module)) : NONE;
}

/** The class that a function derives from one it is handed: it has all that this one has. */
function composed(ctx: Evaluation, fact: ExportFact, node: CallExpression, module: Module): Value | undefined {
  const argument = fact.keepsClass === true ? node.arguments[fact.returnsArgument ?? 0] : undefined;
  return argument && evaluate(ctx, argument, module);
}

/** The value with the members of an object of the user's, where one is mixed in. */
function mixed(ctx: Evaluation, value: Value, object: Node | undefined, module: Module): Value {
  const added = object ? evaluate(ctx, object, module) : NONE;
  return added.kind === 'object' ? { kind: 'all', of: [value, added] } : value;
}

/**
 * An instance of the user's class that an argument names: the `User` of `getRepository(User)`, or by the name of a
 * field of `owner`'s the `Pet` of `person.$relatedQuery('pets')`.
 */
function entityOf(ctx: Evaluation, argument: Node | undefined, module: Module, owner?: Value): Value | undefined {
  const node = argument && unwrap(argument);
  const field = node && is.isStringLiteral(node) ? node.text : undefined;
  const value =
    field !== undefined && owner ? propertyOf(ctx, owner, field) : node && instanceOf(evaluate(ctx, node, module));
  const element = value?.kind === 'array' ? value.of : value;
  return element?.kind === 'object' ? element : undefined;
}

/** The catalogued call that calling or tagging with this value itself is: `insertMany(rows)`, `` sql`..` ``. */
export function selfCall(ctx: Evaluation, value: Value, how: 'call' | 'tag'): OwnedMethod | undefined {
  if (value.kind === 'method') return value;
  if (value.kind === 'instance') {
    const fact = ctx.catalogs.callOf(value.ref, how);
    return fact && owned(value.ref, fact, value.entity);
  }
  if (value.kind === 'fact' && value.fact.value !== undefined) {
    return selfCall(ctx, referred(ctx, value.fact.value, rootRef(value.library)), how);
  }
  return undefined;
}

export function taggedResult(ctx: Evaluation, node: TaggedTemplateExpression, module: Module): Value {
  const method = ownedTag(ctx, node, module);
  return method ? methodResult(ctx, method, [], module) : NONE;
}

/** The catalogued call of a tagged template: a tag, or a method used as one (`` prisma.$queryRaw`..` ``). */
export function ownedTag(ctx: Evaluation, node: TaggedTemplateExpression, module: Module): OwnedMethod | undefined {
  const tag = unwrap(node.tag);
  if (is.isPropertyAccessExpression(tag)) {
    const method = methodOf(ctx, evaluate(ctx, tag.expression, module), nameOf(tag.name) ?? '');
    if (method) return method;
  }
  return selfCall(ctx, evaluate(ctx, tag, module), 'tag');
}

/** The catalogued method that a call expression calls. */
export function ownedCall(ctx: Evaluation, node: CallExpression, module: Module): OwnedMethod | undefined {
  const called = withName(calledMethod(ctx, node, module), node);
  if (!called) return undefined;
  const { takesCallback, callbackFrom = 0, withCallback } = called.fact;
  const last = takesCallback === true || withCallback ? node.arguments.slice(callbackFrom).at(-1) : undefined;
  const hasCallback = last !== undefined && isCallback(ctx, last, module);
  const asCalled = hasCallback && withCallback ? { ...called, fact: { ...called.fact, ...withCallback } } : called;
  const method = withOptionsFirst(ctx, asCalled, node, module);
  const { transaction } = method.fact;
  const around =
    transaction && method.fact.execution === 'executing' ? node.arguments[transaction.callback] : undefined;
  if (method.fact.returns !== undefined && transaction && around && isCallback(ctx, around, module)) {
    const { returns: _client, ...fact } = method.fact;
    return { ...method, fact: { ...fact, resultOf: transaction.callback } };
  }
  const handedBack = handedBackBy(ctx, method.fact, node, module);
  if (!handedBack && !(takesCallback === true && hasCallback)) return method;
  const { returns: _result, promise: _promise, ...fact } = method.fact;
  // What is deferred runs for its callback; what sends nothing still sends nothing.
  const execution = fact.execution === 'deferred' ? 'executing' : fact.execution;
  const changed = { ...method, fact: { ...fact, execution }, toCallback: true };
  return handedBack ? { ...changed, handedBack } : changed;
}

/** The query object among the arguments that the call hands back. */
function handedBackBy(
  ctx: Evaluation,
  fact: Method,
  { arguments: args }: CallExpression,
  module: Module,
): Value | undefined {
  const argument = fact.handsBack === undefined ? undefined : args[fact.handsBack];
  if (!argument) return undefined;
  const value = evaluate(ctx, argument, module);
  return value.kind === 'instance' || is.isNewExpression(unwrap(argument)) ? value : undefined;
}

/** The transaction's function comes second in this call: `sequelize.transaction(options, async (t) => ...)`. */
function withOptionsFirst(ctx: Evaluation, method: OwnedMethod, node: CallExpression, module: Module): OwnedMethod {
  const { transaction } = method.fact;
  const second = transaction?.optionsFirst === true ? node.arguments[transaction.callback + 1] : undefined;
  if (!transaction || !second || !isCallback(ctx, second, module)) return method;
  const { optionsFirst: _moved, ...rest } = transaction;
  return { ...method, fact: { ...method.fact, transaction: { ...rest, callback: transaction.callback + 1 } } };
}

/** The names that a function which takes a result goes by, where nothing else tells. */
const CALLBACK_NAME = /^(?:cb|callback|done|next|fn)$|(?:Callback|Cb)$/;

function isCallback(ctx: Evaluation, argument: Node, module: Module): boolean {
  const node = unwrap(argument);
  if (isFunctionNode(node)) return true;
  const { kind } = evaluate(ctx, node, module);
  return kind === 'function' || kind === 'signature' || (is.isIdentifier(node) && CALLBACK_NAME.test(node.text));
}

function calledMethod(ctx: Evaluation, node: CallExpression, module: Module): OwnedMethod | undefined {
  const callee = unwrap(node.expression);
  if (is.isPropertyAccessExpression(callee)) {
    const method = methodOf(ctx, evaluate(ctx, callee.expression, module), nameOf(callee.name) ?? '');
    if (method) return method;
  }
  return selfCall(ctx, evaluate(ctx, callee, module), 'call');
}

export function callResult(ctx: Evaluation, node: CallExpression, module: Module): Value {
  const method = ownedCall(ctx, node, module);
  if (method) return asWritten(ctx, methodResult(ctx, method, node.arguments, module), node, module);
  const callee = unwrap(node.expression);
  if (is.isPropertyAccessExpression(callee)) {
    const name = nameOf(callee.name) ?? '';
    const builtin = builtinResult(ctx, node, evaluate(ctx, callee.expression, module), name, module);
    if (builtin) return builtin;
    const global = is.isIdentifier(callee.expression)
      ? globalResult(ctx, callee.expression, name, node, module)
      : undefined;
    if (global) return global;
  }
  if (callee.kind === SyntaxKind.SuperKeyword) return NONE;
  const called = evaluate(ctx, callee, module);
  if (called.kind === 'fact' && called.fact.returnsArgument !== undefined)
    return (
      composed(ctx, called.fact, node, module) ??
      argumentItself(ctx, node.arguments, called.fact.returnsArgument, module)
    );
  const entityArgument = called.kind === 'fact' ? called.fact.entityArgument : undefined;
  const entity = entityArgument === undefined ? undefined : node.arguments[entityArgument];
  return (
    handedThrough(ctx, called, node, module) ??
    asWritten(ctx, resultOf(ctx, called, entityOf(ctx, entity, module)), node, module)
  );
}

/** What calling the value gives. */
export function resultOf(ctx: Evaluation, value: Value, entity?: Value): Value {
  switch (value.kind) {
    case 'fact': {
      const { returns, resolves } = value.fact;
      if (resolves !== undefined) return promiseOf(referred(ctx, resolves, rootRef(value.library), entity));
      return returns === undefined ? NONE : referred(ctx, returns, rootRef(value.library), entity);
    }
    case 'namespace':
      // What `require` gives for `export =` is called where the default export is a function.
      return value.prefix === '' && ctx.catalogs.exported(value.module, 'default')
        ? resultOf(ctx, exportOf(ctx, value, 'default'), entity)
        : NONE;
    case 'function':
      return functionResult(ctx, value.node, value.module);
    case 'signature': {
      const { type } = value.node as Node & { readonly type?: Node };
      return type ? evaluateType(ctx, type, value.module) : UNKNOWN;
    }
    case 'all':
      return firstOf(value.of.map((member) => resultOf(ctx, member)));
    case 'unknown':
      return UNKNOWN;
    default:
      return NONE;
  }
}
