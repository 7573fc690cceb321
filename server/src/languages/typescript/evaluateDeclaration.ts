/** The names engine, declarations: what a declared, imported or exported name is. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { BindingElement, Node, ParameterDeclaration, VariableDeclaration } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { CatalogSet } from '../../catalogs/catalogSet.ts';
import { assignmentsTo } from './assignments.ts';
import { contextualParameter } from './contextualParameter.ts';
import { evaluateType } from './evaluateType.ts';
import { evaluate, remembered, type Evaluation } from './evaluation.ts';
import { elementOfIterable, propertyOf } from './members.ts';
import type { ExportOrigin } from './moduleExports.ts';
import type { Module } from './modules.ts';
import { isClassNode, isFunctionNode, nameOf, wrapped } from './syntax.ts';
import { NONE, UNKNOWN, firstOf, instance, says, type Value } from './values.ts';

/** Globals of JavaScript, of browsers, of Node and of tests, which code is full of and no library owns. */
const GLOBALS: ReadonlySet<string> = new Set(
  (
    'Array Atomics BigInt Boolean Buffer Date Error Function Infinity Intl JSON Map Math NaN Number Object Promise Proxy ' +
    'Reflect RegExp Set String Symbol URL URLSearchParams WeakMap WeakSet arguments console crypto document fetch ' +
    'history localStorage location module navigator performance process require screen self sessionStorage undefined ' +
    'window afterAll afterEach assert beforeAll beforeEach browser chai context cy describe expect it jest page sinon ' +
    'test vi $ jQuery'
  ).split(' '),
);

/** Value of an identifier. A global that no standard has may be declared in another file: `declare var prisma: ...`. */
export function evaluateName(ctx: Evaluation, name: string, at: Node, module: Module): Value {
  const declaration = module.scopes.resolve(name, at, 'value');
  if (declaration) return evaluateDeclaration(ctx, declaration, module);
  if (name === 'globalThis' || name === 'global') return { kind: 'object', node: module.source, module };
  return GLOBALS.has(name) ? NONE : UNKNOWN;
}

/** Value of what a declaration declares. */
export function evaluateDeclaration(ctx: Evaluation, declaration: Node, module: Module): Value {
  return remembered(ctx, declaration, module, () => declared(ctx, declaration, module));
}

function declared(ctx: Evaluation, declaration: Node, module: Module): Value {
  const catalogued = cataloguedDeclaration(ctx.catalogs, declaration, module);
  if (catalogued) return catalogued;
  if (is.isVariableDeclaration(declaration)) return variable(ctx, declaration, module);
  if (is.isParameterDeclaration(declaration)) return parameter(ctx, declaration, module);
  if (is.isBindingElement(declaration)) return bindingElement(ctx, declaration, module);
  if (is.isImportSpecifier(declaration)) {
    const specifier = nameOf(declaration.parent.parent.parent && moduleSpecifierOf(declaration));
    const name = nameOf(declaration.propertyName ?? declaration.name);
    return specifier === undefined || name === undefined ? NONE : resolveImported(ctx, module, specifier, name);
  }
  if (is.isImportClause(declaration)) {
    const specifier = nameOf(moduleSpecifierOf(declaration));
    return specifier === undefined ? NONE : resolveImported(ctx, module, specifier, 'default');
  }
  if (is.isNamespaceImport(declaration)) {
    const specifier = nameOf(moduleSpecifierOf(declaration));
    return specifier === undefined ? NONE : resolveImported(ctx, module, specifier, '*');
  }
  if (is.isImportEqualsDeclaration(declaration)) {
    const reference = declaration.moduleReference;
    if (!is.isExternalModuleReference(reference)) return UNKNOWN;
    const specifier = nameOf(reference.expression);
    return specifier === undefined ? NONE : resolveImported(ctx, module, specifier, '*');
  }
  if (isClassNode(declaration)) return { kind: 'class', node: declaration, module };
  if (isFunctionNode(declaration)) return { kind: 'function', node: declaration, module };
  return NONE;
}

function moduleSpecifierOf(node: Node): Node | undefined {
  for (let current: Node | undefined = node; current; current = current.parent) {
    if (is.isImportDeclaration(current)) return current.moduleSpecifier;
  }
  return undefined;
}

function variable(ctx: Evaluation, declaration: VariableDeclaration, module: Module): Value {
  if (declaration.type) {
    const annotated = evaluateType(ctx, declaration.type, module);
    if (annotated.kind !== 'unknown' || !declaration.initializer) return annotated;
  }
  if (declaration.initializer) return evaluate(ctx, declaration.initializer, module);
  const loop = declaration.parent?.parent;
  if (loop && is.isForOfStatement(loop)) {
    return elementOfIterable(ctx, evaluate(ctx, loop.expression, module));
  }
  return firstOf(assignmentsTo(declaration, module).map((value) => evaluate(ctx, value, module)));
}

function parameter(ctx: Evaluation, declaration: ParameterDeclaration, module: Module): Value {
  const typed = declaration.type && evaluateType(ctx, declaration.type, module);
  // In JavaScript a type stands in a comment, and says as little as `{Object}` at times.
  if (typed && (says(typed) || !/\.[cm]?jsx?$/.test(module.file))) return typed;
  const contextual = contextualParameter(ctx, declaration, module);
  if (says(contextual)) return contextual;
  if (declaration.initializer) return evaluate(ctx, declaration.initializer, module);
  // A callback is called by whoever it is handed to; a migration by the library, which is not in sight.
  const isCallback = is.isCallExpression(wrapped(declaration.parent).parent);
  const ref = isCallback ? undefined : ctx.catalogs.parameterNamed(nameOf(declaration.name) ?? '');
  return ref ? instance(ref) : contextual;
}

/** What `b` is in `const { a: b } = x`, `[b] = x` and in parameters. */
function bindingElement(ctx: Evaluation, element: BindingElement, module: Module): Value {
  if (element.dotDotDotToken) return NONE;
  const pattern = element.parent;
  const owner = pattern.parent;
  const whole = evaluateDeclaration(ctx, owner, module);
  let value: Value;
  if (is.isArrayBindingPattern(pattern)) {
    const index = pattern.elements.indexOf(element);
    value = whole.kind === 'tuple' ? (whole.elements[index] ?? NONE) : elementOfIterable(ctx, whole);
  } else {
    value = propertyOf(ctx, whole, nameOf(element.propertyName ?? element.name) ?? '');
  }
  return says(value) || !element.initializer ? value : firstOf([evaluate(ctx, element.initializer, module), value]);
}

/** What `name` is that `module` imports from `specifier`; `*` is the namespace, `default` the default export. */
export function resolveImported(ctx: Evaluation, module: Module, specifier: string, name: string): Value {
  const fromCatalog = cataloguedExport(ctx.catalogs, specifier, name);
  if (fromCatalog) return fromCatalog;
  if (ctx.catalogs.knowsModule(specifier) || specifier.startsWith('node:')) return NONE;
  const file = ctx.resolve(module, specifier);
  if (file === undefined) return unresolvedImport(ctx, name);
  if (isPrismaPackage(file)) return cataloguedExport(ctx.catalogs, '@prisma/client', name) ?? NONE;
  if (isPackageFile(file)) return NONE;
  const target = ctx.module(file);
  return target ? exportedValue(ctx, target, name) : NONE;
}

/** A client that has not been generated yet is known by its name, which nothing else has. */
function unresolvedImport(ctx: Evaluation, name: string): Value {
  return name === 'PrismaClient' || name === 'Prisma'
    ? (cataloguedExport(ctx.catalogs, '@prisma/client', name) ?? NONE)
    : NONE;
}

/** Files of packages are not followed: what they export is of their own types, or of a catalogued module's. */
function isPackageFile(file: string): boolean {
  return file.includes('/node_modules/');
}

function isPrismaPackage(file: string): boolean {
  return file.includes('/.prisma/client/') || file.includes('/node_modules/@prisma/client/');
}

function cataloguedExport(catalogs: CatalogSet, specifier: string, name: string): Value | undefined {
  if (name === '*')
    return catalogs.knowsModule(specifier) ? { kind: 'namespace', module: specifier, prefix: '' } : undefined;
  const found = catalogs.exported(specifier, name);
  if (found) return { kind: 'fact', ...found, module: specifier, name };
  // The default export of a CommonJS module is the module itself: `import pg from 'pg'`.
  if (name === 'default' && catalogs.knowsModule(specifier) && !catalogs.hasNamespace(specifier, name))
    return { kind: 'namespace', module: specifier, prefix: '' };
  return catalogs.hasNamespace(specifier, name)
    ? { kind: 'namespace', module: specifier, prefix: `${name}.` }
    : undefined;
}

/**
 * What a module of the user's exports under a name. What a catalog says of it goes before what its source says:
 * that is what the catalog is for.
 */
export function exportedValue(ctx: Evaluation, module: Module, name: string): Value {
  const catalogued = name === '*' ? undefined : cataloguedExport(ctx.catalogs, module.name, name);
  if (catalogued) return catalogued;
  if (module.generatedPrisma) {
    const generated = cataloguedExport(ctx.catalogs, '@prisma/client', name);
    if (generated) return generated;
  }
  if (name === '*') return { kind: 'module', module };
  const origin = module.exports.names.get(name);
  if (origin) return originValue(ctx, module, origin);
  const whole = module.exports.names.get('=');
  if (whole) {
    const value = originValue(ctx, module, whole);
    return name === 'default' ? value : propertyOf(ctx, value, name);
  }
  for (const specifier of module.exports.stars) {
    const value = resolveImported(ctx, module, specifier, name);
    if (value.kind !== 'none') return value;
  }
  return NONE;
}

function originValue(ctx: Evaluation, module: Module, origin: ExportOrigin): Value {
  if (origin.kind === 'module') return resolveImported(ctx, module, origin.specifier, origin.name);
  if (origin.kind === 'local') return evaluateName(ctx, origin.name, origin.at, module);
  return isDeclarationNode(origin.node)
    ? evaluateDeclaration(ctx, origin.node, module)
    : evaluate(ctx, origin.node, module);
}

/** What a catalog says of a declaration of the user's, by the name it is exported under. */
export function cataloguedDeclaration(catalogs: CatalogSet, declaration: Node, module: Module): Value | undefined {
  if (!catalogs.knowsModule(module.name)) return undefined;
  for (const [name, origin] of module.exports.names) {
    const isMeant =
      origin.kind === 'node'
        ? origin.node === declaration
        : origin.kind === 'local' && module.scopes.resolve(origin.name, origin.at, 'value') === declaration;
    const found = isMeant ? cataloguedExport(catalogs, module.name, name) : undefined;
    if (found) return found;
  }
  return undefined;
}

function isDeclarationNode(node: Node): boolean {
  return (
    node.kind === SyntaxKind.VariableDeclaration ||
    node.kind === SyntaxKind.BindingElement ||
    node.kind === SyntaxKind.FunctionDeclaration ||
    node.kind === SyntaxKind.ClassDeclaration
  );
}
