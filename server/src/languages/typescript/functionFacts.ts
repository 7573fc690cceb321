/** The functions of a file as the analysis sees them. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { CallExpression, NewExpression, Node, ParameterDeclaration, SourceFile } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { FunctionFact, ParameterFact, Use } from '../../analysis/model.ts';
import type { Candidate, Collected } from './collect.ts';
import { argumentAround } from './contextualParameter.ts';
import type { Module } from './modules.ts';
import { isLiteralList } from './surroundings.ts';
import {
  functionAround,
  hasModifier,
  isClassNode,
  isRead,
  nameOf,
  spanOf,
  unwrap,
  wrapped,
  type FunctionNode,
} from './syntax.ts';
import { describe, isExportedDeclaration, useOf, type UseContext } from './uses.ts';

/**
 * One fact per collected function, in the same order. `calls` are the owned calls of the file, `openers` those that open a
 * transaction around a function by its name.
 */
export function functionFacts(
  ctx: UseContext,
  collected: Collected,
  calls: readonly Candidate[],
  openers: ReadonlyMap<Node, Candidate>,
): readonly FunctionFact[] {
  const around = new Set(calls.map((candidate) => functionAround(candidate)));
  return collected.functions.map((fn, id) => {
    const opener = openers.get(fn);
    const openedBy = opener && ctx.callId(opener);
    return {
      ...functionFact(ctx, collected, fn, id, around.has(fn)),
      ...(openedBy !== undefined && { opener: openedBy }),
    };
  });
}

function functionFact(
  ctx: UseContext,
  collected: Collected,
  fn: FunctionNode,
  id: number,
  hasCalls: boolean,
): FunctionFact {
  const { source } = ctx.module;
  const name =
    nameOf(is.isArrowFunction(fn) || is.isConstructorDeclaration(fn) ? undefined : fn.name) ??
    nameOf(variableOf(fn)?.name);
  const asyncAt = asyncPosition(fn, ctx);
  const outer = callAround(fn);
  const argumentOf = outer && describe(ctx, outer.call.expression, outer.call, outer.index);
  const exported = isVisible(fn);
  const handedTo = takerOf(ctx, fn);
  const callUses = hasCalls && !exported && argumentOf === undefined ? usesOfCalls(ctx, collected, fn) : undefined;
  return {
    id,
    span: spanOf(fn, source),
    parent: ctx.functionId(functionAround(fn)),
    kind: KINDS[fn.kind] ?? 'expression',
    async: hasModifier(fn, SyntaxKind.AsyncKeyword),
    generator: fn.asteriskToken !== undefined,
    ...(name === undefined ? {} : { name }),
    ...(asyncAt === undefined ? {} : { asyncAt }),
    parameters: fn.parameters.map((parameter) => parameterFact(parameter, source)),
    ...decoratorsOf(fn),
    ...(fn.parameters.length === 0 && { parameterAt: fn.parameters.end }),
    ...(fn.type ? { returnType: spanOf(fn.type, source) } : {}),
    expressionBody: fn.body !== undefined && !is.isBlock(fn.body),
    ...(argumentOf ? { argumentOf } : {}),
    ...(handedTo && { handedTo }),
    ...(outer && isOverLiteral(ctx.module, outer.call) && { overLiteral: true }),
    ...(outer ? { argumentUse: useOf(ctx, outer.call) } : {}),
    exported,
    ...(callUses ? { callUses } : {}),
  };
}

function parameterFact(parameter: ParameterDeclaration, source: SourceFile): ParameterFact {
  const name = nameOf(parameter.name);
  return { span: spanOf(parameter, source), ...(name !== undefined && { name }) };
}

function decoratorsOf(fn: FunctionNode): Pick<FunctionFact, 'decorators'> {
  const { modifiers } = fn as Node & { readonly modifiers?: readonly Node[] };
  const decorators = modifiers?.flatMap((modifier) => {
    if (!is.isDecorator(modifier)) return [];
    const { expression } = modifier;
    return nameOf(is.isCallExpression(expression) ? expression.expression : expression) ?? [];
  });
  return decorators && decorators.length > 0 ? { decorators } : {};
}

/** `['a', 'b'].map(f)`, `ROLES.forEach(f)` where `ROLES` is such an array. */
function isOverLiteral(module: Module, call: CallExpression | NewExpression): boolean {
  const callee = unwrap(call.expression);
  return is.isPropertyAccessExpression(callee) && isLiteralList(module, callee.expression);
}

const KINDS: Readonly<Partial<Record<SyntaxKind, FunctionFact['kind']>>> = {
  [SyntaxKind.FunctionDeclaration]: 'declaration',
  [SyntaxKind.FunctionExpression]: 'expression',
  [SyntaxKind.ArrowFunction]: 'arrow',
  [SyntaxKind.MethodDeclaration]: 'method',
  [SyntaxKind.GetAccessor]: 'getter',
  [SyntaxKind.SetAccessor]: 'setter',
  [SyntaxKind.Constructor]: 'constructor',
};

/** `const f = () => ...`: the variable that names a function. */
function variableOf(fn: FunctionNode): (Node & { readonly name: Node }) | undefined {
  const { parent } = wrapped(fn);
  return is.isVariableDeclaration(parent) ? parent : undefined;
}

/** Where `async ` goes; `undefined` when the function can't have it or has it. */
function asyncPosition(fn: FunctionNode, ctx: UseContext): number | undefined {
  if (hasModifier(fn, SyntaxKind.AsyncKeyword)) return undefined;
  const { source } = ctx.module;
  if (is.isArrowFunction(fn) || is.isFunctionExpression(fn)) return fn.getStart(source);
  if (is.isMethodDeclaration(fn)) return (fn.asteriskToken ?? fn.name).getStart(source);
  if (is.isFunctionDeclaration(fn)) {
    const last = fn.modifiers?.at(-1);
    const from = last ? last.end : fn.getStart(source);
    const at = source.text.indexOf('function', from);
    return at < 0 ? undefined : at;
  }
  return undefined;
}

/** The call that a function is handed to, and as which argument. */
function callAround(
  fn: FunctionNode,
): { readonly call: CallExpression | NewExpression; readonly index: number } | undefined {
  const outer = wrapped(fn);
  const { parent } = outer;
  if (!is.isCallExpression(parent) && !is.isNewExpression(parent)) return undefined;
  const index = (parent.arguments ?? []).findIndex((argument) => argument === outer);
  return index < 0 ? undefined : { call: parent, index };
}

/** The catalogued call that a function is handed to, by itself or in a list or an object. */
function takerOf(ctx: UseContext, fn: FunctionNode): FunctionFact['handedTo'] {
  const argument = argumentAround(wrapped(fn));
  const { parent } = argument;
  if (!is.isCallExpression(parent)) return undefined;
  const call = ctx.callId(parent);
  const index = parent.arguments.findIndex((candidate) => candidate === argument);
  return call === undefined || index < 0 ? undefined : { call, index };
}

/** Whether code that is not in sight can call the function. */
function isVisible(fn: FunctionNode): boolean {
  if (is.isFunctionDeclaration(fn)) return isExportedDeclaration(fn);
  const variable = variableOf(fn);
  if (variable) return isExportedDeclaration(variable);
  const { parent } = wrapped(fn);
  return (
    isClassNode(parent) ||
    is.isObjectLiteralExpression(parent) ||
    is.isPropertyAssignment(parent) ||
    is.isPropertyDeclaration(parent) ||
    is.isExportAssignment(parent)
  );
}

/** The uses of what the calls in this file return; `undefined` when the function is referred to in another way. */
function usesOfCalls(ctx: UseContext, collected: Collected, fn: FunctionNode): readonly Use[] | undefined {
  const declaration = is.isFunctionDeclaration(fn) ? fn : variableOf(fn);
  const name = declaration && nameOf((declaration as Node & { readonly name?: Node }).name);
  if (name === undefined) return undefined;
  const uses: Use[] = [];
  for (const identifier of collected.identifiers.get(name) ?? []) {
    if (!isRead(identifier) || ctx.module.scopes.resolve(name, identifier, 'value') !== declaration) continue;
    const { parent } = identifier;
    if (!is.isCallExpression(parent) || parent.expression !== identifier) return undefined;
    uses.push(useOf(ctx, parent));
  }
  return uses;
}
