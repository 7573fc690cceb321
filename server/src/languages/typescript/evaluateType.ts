/** The names engine, type annotations: what a value of a written type is. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { EntityName, NewExpression, Node, TypeNode } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { TypeRef } from '../../catalogs/schema.ts';
import {
  cataloguedDeclaration,
  evaluateDeclaration,
  evaluateName,
  exportedValue,
  resolveImported,
} from './evaluateDeclaration.ts';
import { remembered, type Evaluation } from './evaluation.ts';
import { awaited, exportOf, instanceOf, propertyOf, resultOf } from './members.ts';
import type { Module } from './modules.ts';
import { nameOf } from './syntax.ts';
import { NONE, UNKNOWN, firstOf, instance, promiseOf, says, type Value } from './values.ts';

/** Global generic types that leave their first argument what it is, as far as its methods go. */
const TRANSPARENT = new Set([
  'Readonly',
  'Partial',
  'Required',
  'NonNullable',
  'Omit',
  'Pick',
  'Exclude',
  'Extract',
  'DeepReadonly',
]);
const PROMISES = new Set(['Promise', 'PromiseLike']);
const MAPS = new Set(['Map', 'ReadonlyMap', 'WeakMap']);
const ARRAYS = new Set([
  'Array',
  'ReadonlyArray',
  'Set',
  'ReadonlySet',
  'Iterable',
  'AsyncIterable',
  'AsyncGenerator',
  'Generator',
]);

/** What a value of the type is. */
export function evaluateType(ctx: Evaluation, type: Node, module: Module): Value {
  return remembered(ctx, type, module, () => typeValue(ctx, type, module));
}

function typeValue(ctx: Evaluation, type: Node, module: Module): Value {
  const of = (child: Node): Value => evaluateType(ctx, child, module);
  if (is.isTypeReferenceNode(type)) return reference(ctx, type.typeName, type.typeArguments ?? [], module);
  if (is.isUnionTypeNode(type)) return firstOf(type.types.map(of));
  if (is.isIntersectionTypeNode(type)) {
    const members = type.types.map(of).filter((member) => member.kind !== 'none');
    return members.length === 0 ? NONE : members.length === 1 ? (members[0] ?? NONE) : { kind: 'all', of: members };
  }
  if (is.isParenthesizedTypeNode(type)) return of(type.type);
  if (is.isTypeOperatorNode(type)) return type.operator === SyntaxKind.ReadonlyKeyword ? of(type.type) : NONE;
  if (is.isArrayTypeNode(type)) return { kind: 'array', of: of(type.elementType) };
  if (is.isTupleTypeNode(type)) return { kind: 'tuple', elements: type.elements.map(of) };
  if (is.isTypeLiteralNode(type)) return { kind: 'object', node: type, module };
  if (is.isFunctionTypeNode(type)) return { kind: 'signature', node: type, module };
  if (is.isTypeQueryNode(type)) return entityValue(ctx, type.exprName, module);
  if (is.isExpressionWithTypeArguments(type)) return heritage(ctx, type.expression, type.typeArguments ?? [], module);
  if (is.isImportTypeNode(type)) return importType(ctx, type, module);
  if (is.isIndexedAccessTypeNode(type)) {
    const index = type.indexType;
    const name = is.isLiteralTypeNode(index) ? nameOf(index.literal) : undefined;
    return name === undefined ? UNKNOWN : propertyOf(ctx, of(type.objectType), name);
  }
  if (type.kind === SyntaxKind.ThisType) return UNKNOWN;
  if (is.isConditionalTypeNode(type) || is.isMappedTypeNode(type)) return UNKNOWN;
  // `any` and `unknown` say nothing, and the checker would say no more.
  return NONE;
}

/** The value that an entity name (`db`, `ns.db`) stands for in `typeof`. */
function entityValue(ctx: Evaluation, name: EntityName, module: Module): Value {
  if (is.isIdentifier(name)) return evaluateName(ctx, name.text, name, module);
  return propertyOf(ctx, entityValue(ctx, name.left, module), name.right.text);
}

function reference(ctx: Evaluation, name: EntityName, args: readonly TypeNode[], module: Module): Value {
  const value = namedType(ctx, name, module);
  if (value === undefined) return is.isIdentifier(name) ? globalType(ctx, name.text, args, module) : UNKNOWN;
  return withArguments(ctx, value, args, module);
}

/** A type of the standard library, or a name that nothing declares. */
function globalType(ctx: Evaluation, name: string, args: readonly TypeNode[], module: Module): Value {
  const [first, second] = args;
  if (!first) return NONE;
  if (MAPS.has(name)) return second ? { kind: 'map', of: evaluateType(ctx, second, module) } : NONE;
  const of = (): Value => evaluateType(ctx, first, module);
  if (PROMISES.has(name)) return { kind: 'promise', of: of() };
  if (ARRAYS.has(name)) return { kind: 'array', of: of() };
  if (TRANSPARENT.has(name)) return of();
  if (name === 'Awaited') return awaited(ctx, of());
  if (name === 'ReturnType') return resultOf(ctx, of());
  if (name === 'InstanceType') return instanceOf(of());
  // `Parameters`, `ConstructorParameters` and the like take more than names.
  return name === 'Parameters' ? UNKNOWN : NONE;
}

/** What `new Map<string, PrismaClient>()` makes; `undefined` for a class that something declares. */
export function constructedGlobal(ctx: Evaluation, node: NewExpression, module: Module): Value | undefined {
  const { expression, typeArguments } = node;
  if (!typeArguments || !is.isIdentifier(expression) || !MAPS.has(expression.text)) return undefined;
  if (module.scopes.resolve(expression.text, expression, 'value')) return undefined;
  return globalType(ctx, expression.text, typeArguments, module);
}

/** An instance of the named type; `undefined` when the name is not declared in reach. */
function namedType(ctx: Evaluation, name: EntityName, module: Module): Value | undefined {
  if (is.isQualifiedName(name)) {
    const left = is.isIdentifier(name.left) ? namespaceOf(ctx, name.left, module) : entityValue(ctx, name.left, module);
    return instanceOf(exportOf(ctx, left, name.right.text));
  }
  if (!is.isIdentifier(name)) return undefined;
  const declaration = module.scopes.resolve(name.text, name, 'type');
  if (!declaration) return undefined;
  return declaredType(ctx, declaration, module);
}

function namespaceOf(ctx: Evaluation, name: Node & { readonly text: string }, module: Module): Value {
  const declaration = module.scopes.resolve(name.text, name, 'type');
  return declaration ? evaluateDeclaration(ctx, declaration, module) : NONE;
}

/** An instance of the type that a declaration declares. */
function declaredType(ctx: Evaluation, declaration: Node, module: Module): Value {
  const catalogued = cataloguedDeclaration(ctx.catalogs, declaration, module);
  if (catalogued) return instanceOf(catalogued);
  if (is.isTypeAliasDeclaration(declaration)) return evaluateType(ctx, declaration.type, module);
  if (is.isInterfaceDeclaration(declaration)) return { kind: 'object', node: declaration, module };
  if (is.isTypeParameterDeclaration(declaration)) {
    return declaration.constraint ? firstOf([evaluateType(ctx, declaration.constraint, module), UNKNOWN]) : UNKNOWN;
  }
  const imported = importedTypeName(declaration);
  if (imported) return resolveImportedType(ctx, module, imported.specifier, imported.name);
  return instanceOf(evaluateDeclaration(ctx, declaration, module));
}

function importedTypeName(declaration: Node): { readonly specifier: string; readonly name: string } | undefined {
  const isDefault = is.isImportClause(declaration);
  if (!isDefault && !is.isImportSpecifier(declaration)) return undefined;
  let statement: Node | undefined = declaration;
  while (statement && !is.isImportDeclaration(statement)) statement = statement.parent;
  const specifier = statement && is.isImportDeclaration(statement) ? nameOf(statement.moduleSpecifier) : undefined;
  const name = isDefault ? 'default' : nameOf(declaration.propertyName ?? declaration.name);
  return specifier === undefined || name === undefined ? undefined : { specifier, name };
}

/** An instance of the type `name` that `module` imports from `specifier`. */
export function resolveImportedType(ctx: Evaluation, module: Module, specifier: string, name: string): Value {
  const value = resolveImported(ctx, module, specifier, name);
  if (says(value)) return instanceOf(value);
  const file = ctx.catalogs.knowsModule(specifier) ? undefined : ctx.resolve(module, specifier);
  if (file === undefined || file.includes('/node_modules/')) return value;
  const target = ctx.module(file);
  return target ? exportedType(ctx, target, name) : NONE;
}

function exportedType(ctx: Evaluation, module: Module, name: string): Value {
  const origin = module.exports.names.get(name);
  if (origin?.kind === 'module') return resolveImportedType(ctx, module, origin.specifier, origin.name);
  if (origin?.kind === 'local') {
    const declaration = module.scopes.resolve(origin.name, origin.at, 'type');
    return declaration ? declaredType(ctx, declaration, module) : NONE;
  }
  if (origin)
    return is.isTypeAliasDeclaration(origin.node) || is.isInterfaceDeclaration(origin.node)
      ? declaredType(ctx, origin.node, module)
      : instanceOf(exportedValue(ctx, module, name));
  return firstOf(module.exports.stars.map((specifier) => resolveImportedType(ctx, module, specifier, name)));
}

/** What a class extends or an interface inherits: `extends PrismaClient`, `extends mixin(Base)`. */
function heritage(ctx: Evaluation, expression: Node, args: readonly TypeNode[], module: Module): Value {
  if (is.isIdentifier(expression)) {
    const declaration = module.scopes.resolve(expression.text, expression, 'type');
    return declaration
      ? withArguments(ctx, declaredType(ctx, declaration, module), args, module)
      : globalType(ctx, expression.text, args, module);
  }
  if (is.isPropertyAccessExpression(expression) && is.isIdentifier(expression.expression)) {
    return instanceOf(exportOf(ctx, namespaceOf(ctx, expression.expression, module), nameOf(expression.name) ?? ''));
  }
  return UNKNOWN;
}

function importType(ctx: Evaluation, type: Node, module: Module): Value {
  if (!is.isImportTypeNode(type) || !is.isLiteralTypeNode(type.argument)) return UNKNOWN;
  const specifier = nameOf(type.argument.literal);
  if (specifier === undefined) return UNKNOWN;
  if (!type.qualifier) return type.isTypeOf ? resolveImported(ctx, module, specifier, '*') : UNKNOWN;
  if (is.isIdentifier(type.qualifier)) {
    return type.isTypeOf
      ? resolveImported(ctx, module, specifier, type.qualifier.text)
      : resolveImportedType(ctx, module, specifier, type.qualifier.text);
  }
  const namespace = is.isIdentifier(type.qualifier.left)
    ? resolveImported(ctx, module, specifier, type.qualifier.left.text)
    : UNKNOWN;
  return instanceOf(exportOf(ctx, namespace, type.qualifier.right.text));
}

/** What the type's arguments add: a variant, and the user's class that it deals in. */
export function withArguments(ctx: Evaluation, value: Value, args: readonly TypeNode[], module: Module): Value {
  if (value.kind === 'fact' && value.fact.standsFor !== undefined) {
    const [first] = args;
    const argument = first ? instanceOf(evaluateType(ctx, first, module)) : NONE;
    return value.fact.standsFor === 'array' ? { kind: 'array', of: argument } : argument;
  }
  const typed = withVariant(ctx, value, args);
  if (typed.kind !== 'instance' || typed.entity !== undefined || !ctx.catalogs.hasEntities(typed.ref.library))
    return typed;
  const entity = args.map((arg) => instanceOf(evaluateType(ctx, arg, module))).find(({ kind }) => kind === 'object');
  return instance(typed.ref, entity);
}

/** `BaseSQLiteDatabase<'sync', ...>`: a variant is a string literal among the type's arguments. */
function withVariant(ctx: Evaluation, value: Value, args: readonly TypeNode[]): Value {
  if (value.kind !== 'instance' || value.ref.variant !== undefined) return value;
  const variants = ctx.catalogs.type(value.ref)?.variants;
  const variant = args
    .map((arg) => (is.isLiteralTypeNode(arg) ? nameOf(arg.literal) : undefined))
    .find((text) => text !== undefined && variants?.includes(text));
  if (variant === undefined) return value;
  const ref: TypeRef = { ...value.ref, variant };
  return instance(ref, value.entity);
}

/** The type of what a function returns by its annotation, a promise when it is `async`. */
export function annotatedResult(ctx: Evaluation, type: TypeNode, module: Module, isAsync: boolean): Value {
  const value = evaluateType(ctx, type, module);
  return isAsync ? promiseOf(value) : value;
}
