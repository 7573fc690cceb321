/** The type checker's answers as the values that names produce: both speak of the same catalogued types. */
import { ObjectFlags, SymbolFlags, TypeFlags } from 'typescript/unstable/async';
import type { Checker, NodeHandle, Project, Symbol as TsSymbol, Type } from 'typescript/unstable/async';
import type { Node } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { CatalogSet } from '../../catalogs/catalogSet.ts';
import type { TypeRef } from '../../catalogs/schema.ts';
import { cataloguedDeclaration } from './evaluateDeclaration.ts';
import { instanceOf } from './members.ts';
import type { Module } from './modules.ts';
import { isClassNode, walk } from './syntax.ts';
import { NONE, instance, promiseOf, says, type Value } from './values.ts';

export interface TypeContext {
  readonly catalogs: CatalogSet;
  readonly project: Project;
  /** Fetches a file of the user's that declares a type. */
  fetchModule(file: string): Promise<Module | undefined>;
}

const MAX_DEPTH = 4;
const EMPTY =
  TypeFlags.Any | TypeFlags.Unknown | TypeFlags.Undefined | TypeFlags.Null | TypeFlags.Void | TypeFlags.Never;

/** What a value of the type is. */
export async function valueOfType(ctx: TypeContext, type: Type | undefined, depth = 0): Promise<Value> {
  if (!type || depth > MAX_DEPTH || (type.flags & EMPTY) !== 0) return NONE;
  if (type.isUnionType() || type.isIntersectionType()) {
    const values: Value[] = [];
    for (const member of await type.getTypes()) values.push(await valueOfType(ctx, member, depth + 1));
    const telling = values.filter(says);
    if (type.isIntersectionType() && telling.length > 1) return { kind: 'all', of: telling };
    return telling[0] ?? NONE;
  }
  if (type.isTypeParameter())
    return valueOfType(ctx, await ctx.project.checker.getBaseConstraintOfType(type), depth + 1);
  const byAlias = await valueOfSymbol(ctx, await type.getAliasSymbol(), () => type.getAliasTypeArguments());
  if (says(byAlias)) return byAlias;
  if (!type.isObjectType()) return NONE;
  const symbol = await type.getSymbol();
  const args = async (): Promise<readonly Type[]> =>
    isReference(type) ? ctx.project.checker.getTypeArguments(type) : [];
  if (symbol && isGlobalType(symbol)) return globalValue(ctx, symbol.name, await args(), depth);
  if (symbol && isClassItself(type, symbol)) return classValue(ctx, symbol);
  const bySymbol = await valueOfSymbol(ctx, symbol, args);
  return says(bySymbol) ? bySymbol : usersValue(ctx, symbol);
}

/** The type of a class, not of its instances: `typeof User`. */
function isClassItself(type: Type, symbol: TsSymbol): boolean {
  const isAnonymous = type.isObjectType() && (type.objectFlags & ObjectFlags.Anonymous) !== 0;
  return isAnonymous && (symbol.flags & SymbolFlags.Class) !== 0;
}

async function classValue(ctx: TypeContext, symbol: TsSymbol): Promise<Value> {
  const byName = await valueOfSymbol(ctx, symbol, () => Promise.resolve([]), `typeof ${symbol.name}`);
  if (says(byName)) return byName;
  const found = await usersShape(ctx, symbol);
  if (!found || !isClassNode(found.node)) return NONE;
  const { node, module } = found;
  return cataloguedDeclaration(ctx.catalogs, node, module) ?? { kind: 'class', node, module };
}

function isReference(type: Type): type is Parameters<Checker['getTypeArguments']>[0] {
  return type.isObjectType() && (type.objectFlags & ObjectFlags.Reference) !== 0;
}

/** A type of the standard library: its declaration is a `lib.*.d.ts`. */
function isGlobalType(symbol: TsSymbol): boolean {
  return symbol.declarations.some((declaration) => /\/lib\.[\w.]*d\.ts$/.test(declaration.path));
}

async function globalValue(ctx: TypeContext, name: string, args: readonly Type[], depth: number): Promise<Value> {
  if (name === 'Promise' || name === 'PromiseLike') return promiseOf(await valueOfType(ctx, args[0], depth + 1));
  if (name === 'Array' || name === 'ReadonlyArray')
    return { kind: 'array', of: await valueOfType(ctx, args[0], depth + 1) };
  return NONE;
}

/** The catalogued type that a class, interface or alias of a library's package is. */
async function valueOfSymbol(
  ctx: TypeContext,
  symbol: TsSymbol | undefined,
  args: () => Promise<readonly Type[]>,
  name = symbol?.name,
): Promise<Value> {
  for (const declaration of symbol?.declarations ?? []) {
    const packageName = await packageOf(ctx, declaration);
    const ref =
      packageName === undefined || name === undefined
        ? undefined
        : ctx.catalogs.declared(packageName, name, declaration.path);
    if (ref) return instance(await withVariant(ctx, ref, args));
  }
  return NONE;
}

async function withVariant(ctx: TypeContext, ref: TypeRef, args: () => Promise<readonly Type[]>): Promise<TypeRef> {
  const variants = ctx.catalogs.type(ref)?.variants;
  if (!variants || ref.variant !== undefined) return ref;
  for (const arg of await args()) {
    if (arg.isStringLiteralType() && variants.includes(arg.value)) return { ...ref, variant: arg.value };
  }
  return ref;
}

/** The npm package a declaration belongs to; a generated Prisma client belongs to `@prisma/client`. */
async function packageOf(ctx: TypeContext, declaration: NodeHandle): Promise<string | undefined> {
  const { path } = declaration;
  const at = path.lastIndexOf('/node_modules/');
  if (at >= 0) {
    const [first = '', second = ''] = path.slice(at + '/node_modules/'.length).split('/');
    if (first === '.prisma') return '@prisma/client';
    return first.startsWith('@') ? `${first}/${second}` : first;
  }
  // A client generated into the user's own folder is many files; its entry is beside or above each of them.
  return /\/(internal|models)\/[^/]+$|\/(client|index)\.d?\.?[cm]?ts$/.test(path) && (await isGenerated(ctx, path))
    ? '@prisma/client'
    : undefined;
}

async function isGenerated(ctx: TypeContext, path: string): Promise<boolean> {
  const module = await ctx.fetchModule(path);
  return (
    module !== undefined && (module.generatedPrisma || module.source.text.slice(0, 400).includes('generated by Prisma'))
  );
}

/** A class or an interface of the user's: a catalog knows it, or the names engine goes on from there. */
async function usersValue(ctx: TypeContext, symbol: TsSymbol | undefined): Promise<Value> {
  const found = await usersShape(ctx, symbol);
  if (!found) return NONE;
  const catalogued = cataloguedDeclaration(ctx.catalogs, found.node, found.module);
  return catalogued ? instanceOf(catalogued) : { kind: 'object', node: found.node, module: found.module };
}

/** Where the user declares it. */
async function usersShape(
  ctx: TypeContext,
  symbol: TsSymbol | undefined,
): Promise<{ readonly node: Node; readonly module: Module } | undefined> {
  if (
    !symbol ||
    (symbol.flags &
      (SymbolFlags.Class | SymbolFlags.Interface | SymbolFlags.TypeLiteral | SymbolFlags.ObjectLiteral)) ===
      0
  )
    return undefined;
  for (const handle of symbol.declarations) {
    if (handle.path.includes('/node_modules/')) continue;
    const module = await ctx.fetchModule(handle.path);
    const node = module && (await nodeOf(ctx, handle));
    const shape = module && node && isShape(node) ? sameNode(module.source, node) : undefined;
    if (module && shape) return { node: shape, module };
  }
  return undefined;
}

/** The declaration itself; `undefined` when its file has been forgotten meanwhile to make room. */
async function nodeOf({ project }: TypeContext, handle: NodeHandle): Promise<Node | undefined> {
  try {
    return await handle.resolve(project);
  } catch (error) {
    if (error instanceof Error && error.message.includes('could not be resolved')) return undefined;
    throw error;
  }
}

function isShape(node: Node): boolean {
  return (
    isClassNode(node) ||
    is.isInterfaceDeclaration(node) ||
    is.isTypeLiteralNode(node) ||
    is.isObjectLiteralExpression(node)
  );
}

/** The node of a tree that `wanted`, of another copy of the same tree, stands for. */
function sameNode(tree: Node, wanted: Node): Node | undefined {
  const { kind, pos, end } = wanted;
  let found: Node | undefined;
  walk(tree, (node) => {
    if (found || node.pos > pos || node.end < end) return false;
    if (node.kind === kind && node.pos === pos && node.end === end) found = node;
    return !found;
  });
  return found;
}
