/** The names engine, classes and objects: a member by its name, from annotations, initializers, assignments and bases. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { ClassLikeDeclaration, Node } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import { assignmentsToField, assignmentsToProperty } from './assignments.ts';
import { evaluateDeclaration, evaluateName } from './evaluateDeclaration.ts';
import { evaluateType } from './evaluateType.ts';
import { evaluate, guarded, type Evaluation } from './evaluation.ts';
import { functionResult } from './functionResult.ts';
import { instanceOf, propertyOf, referred } from './members.ts';
import type { Module } from './modules.ts';
import { hasModifier, isClassNode, isFunctionNode, nameOf } from './syntax.ts';
import { NONE, UNKNOWN, firstOf, says, type Value } from './values.ts';

/** The members written in a class, interface, object type or object literal. */
function membersOf(node: Node): readonly Node[] {
  if (is.isObjectLiteralExpression(node)) return node.properties;
  if (isClassNode(node) || is.isInterfaceDeclaration(node) || is.isTypeLiteralNode(node)) return node.members;
  return [];
}

/** A member written in the class, interface or object itself; of a class, one of its instances or a static one. */
export function ownMember(node: Node, name: string, isStatic: boolean): Node | undefined {
  return membersOf(node).find(
    (member) =>
      nameOf((member as Node & { readonly name?: Node }).name) === name &&
      (!isClassNode(node) || hasModifier(member, SyntaxKind.StaticKeyword) === isStatic),
  );
}

/** Value of a member by name, of the instance or of the class itself. */
export function memberOf(ctx: Evaluation, node: Node, module: Module, name: string, isStatic: boolean): Value {
  if (is.isSourceFile(node)) return globalMember(ctx, node, module, name);
  const member = ownMember(node, name, isStatic);
  // The result of a function is guarded where it is found; guarded twice, it would lead back to itself.
  if (member && is.isGetAccessorDeclaration(member)) return functionResult(ctx, member, module);
  if (member) return guarded(ctx, member, () => memberValue(ctx, member, node, module, name));
  if (isClassNode(node) && !isStatic) {
    const fromConstructor = parameterProperty(ctx, node, module, name);
    if (says(fromConstructor)) return fromConstructor;
  }
  if (is.isObjectLiteralExpression(node)) return spreadMember(ctx, node, module, name);
  const bases = isStatic ? staticBasesOf(ctx, node, module) : basesOf(ctx, node, module);
  const any = membersOf(node).find((candidate) => is.isIndexSignatureDeclaration(candidate));
  const byIndex = any && !isStatic ? [evaluateType(ctx, any.type, module)] : [];
  return firstOf([...bases.map((base) => propertyOf(ctx, base, name)), ...byIndex]);
}

function memberValue(ctx: Evaluation, member: Node, owner: Node, module: Module, name: string): Value {
  if (is.isMethodSignatureDeclaration(member)) return { kind: 'signature', node: member, module };
  if (isFunctionNode(member)) return { kind: 'function', node: member, module };
  if (is.isPropertySignatureDeclaration(member)) return member.type ? evaluateType(ctx, member.type, module) : NONE;
  if (is.isPropertyDeclaration(member)) {
    if (member.type) return evaluateType(ctx, member.type, module);
    if (member.initializer) return evaluate(ctx, member.initializer, module);
    return isClassNode(owner)
      ? firstOf(assignmentsToField(owner, name).map((value) => evaluate(ctx, value, module)))
      : NONE;
  }
  if (is.isPropertyAssignment(member)) return evaluate(ctx, member.initializer, module);
  if (is.isShorthandPropertyAssignment(member)) return evaluateName(ctx, name, member, module);
  return UNKNOWN;
}

/** `...base` in an object literal, or what is assigned to it afterwards. */
function spreadMember(ctx: Evaluation, node: Node, module: Module, name: string): Value {
  const spreads = membersOf(node).filter(is.isSpreadAssignment);
  const fromSpread = firstOf(spreads.map((spread) => propertyOf(ctx, evaluate(ctx, spread.expression, module), name)));
  if (says(fromSpread) || !JAVASCRIPT.test(module.file)) return fromSpread;
  const assigned = assignmentsToProperty(node, name, module).map((value) => evaluate(ctx, value, module));
  return firstOf([...assigned, fromSpread]);
}

/** Where objects get their properties one by one: `db.sequelize = sequelize`. */
const JAVASCRIPT = /\.[cm]?jsx?$/;

/** `constructor(private readonly db: Kysely<Database>)` declares a field; in JavaScript `this.db = db` does. */
function parameterProperty(ctx: Evaluation, node: ClassLikeDeclaration, module: Module, name: string): Value {
  for (const member of node.members) {
    if (!is.isConstructorDeclaration(member)) continue;
    const parameter = member.parameters.find(
      (candidate) => nameOf(candidate.name) === name && candidate.modifiers !== undefined,
    );
    if (parameter) return evaluateDeclaration(ctx, parameter, module);
  }
  return firstOf(assignmentsToField(node, name).map((value) => evaluate(ctx, value, module)));
}

/** `globalThis.prisma`: what `declare global` or a top-level `var` of this file says of it. */
function globalMember(ctx: Evaluation, source: Node, module: Module, name: string): Value {
  const declaration = module.scopes.resolve(name, source, 'value');
  return declaration && is.isVariableDeclaration(declaration) ? evaluateDeclaration(ctx, declaration, module) : UNKNOWN;
}

/** Instances of what a class or an interface derives from. */
export function basesOf(ctx: Evaluation, node: Node, module: Module): readonly Value[] {
  if (!isClassNode(node) && !is.isInterfaceDeclaration(node)) return [];
  const clauses = (node.heritageClauses ?? []).filter(
    (clause) => is.isInterfaceDeclaration(node) || clause.token === SyntaxKind.ExtendsKeyword,
  );
  return clauses.flatMap((clause) =>
    clause.types.map((type) => {
      const byName = evaluateType(ctx, type, module);
      // The name of a class may stand for the class itself, as Mongoose's `Model` does: instances are what it makes.
      const constructs =
        isClassNode(node) && byName.kind === 'instance' ? ctx.catalogs.constructs(byName.ref) : undefined;
      if (byName.kind === 'instance' && constructs !== undefined)
        return referred(ctx, constructs, byName.ref, byName.entity);
      // A class derives from a value, which need not be the name of a type: `const { DatabaseSync } = require(...)`.
      const isValue = byName.kind === 'unknown' || (isClassNode(node) && !says(byName));
      return isValue ? instanceOf(evaluate(ctx, type.expression, module)) : byName;
    }),
  );
}

/** The classes that a class derives from. */
export function staticBasesOf(ctx: Evaluation, node: Node, module: Module): readonly Value[] {
  if (!isClassNode(node)) return [];
  const clauses = (node.heritageClauses ?? []).filter((clause) => clause.token === SyntaxKind.ExtendsKeyword);
  return clauses.flatMap((clause) => clause.types.map((type) => evaluate(ctx, type.expression, module)));
}
