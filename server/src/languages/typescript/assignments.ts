/** The expressions assigned to a variable or a field after its declaration. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { ClassLikeDeclaration, Node } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { Module } from './modules.ts';
import { nameOf, unwrap, walk } from './syntax.ts';

/** Assignments to a variable, in source order. */
export function assignmentsTo(declaration: Node & { readonly name: Node }, module: Module): readonly Node[] {
  const name = nameOf(declaration.name);
  const found: Node[] = [];
  walk(module.source, (node) => {
    if (!isAssignment(node) || !is.isIdentifier(node.left) || node.left.text !== name) return;
    if (module.scopes.resolve(name, node.left, 'value') === declaration) found.push(node.right);
  });
  return found;
}

/** Assignments to `x.name` where `x` is the variable that an object literal was declared for, as JavaScript fills it. */
export function assignmentsToProperty(literal: Node, name: string, module: Module): readonly Node[] {
  const declaration = literal.parent;
  if (!is.isVariableDeclaration(declaration) || declaration.initializer !== literal) return [];
  const holder = nameOf(declaration.name);
  const found: Node[] = [];
  walk(module.source, (node) => {
    if (!isAssignment(node) || !is.isPropertyAccessExpression(node.left) || nameOf(node.left.name) !== name) return;
    const object = node.left.expression;
    if (!is.isIdentifier(object) || object.text !== holder) return;
    if (module.scopes.resolve(object.text, object, 'value') === declaration) found.push(node.right);
  });
  return found;
}

/** Assignments to `this.name` inside a class. */
export function assignmentsToField(node: ClassLikeDeclaration, name: string): readonly Node[] {
  const found: Node[] = [];
  walk(node, (child) => {
    if (!isAssignment(child)) return;
    const left = unwrap(child.left);
    if (
      is.isPropertyAccessExpression(left) &&
      left.expression.kind === SyntaxKind.ThisKeyword &&
      nameOf(left.name) === name
    ) {
      found.push(child.right);
    }
  });
  return found;
}

function isAssignment(node: Node): node is Node & { readonly left: Node; readonly right: Node } {
  if (!is.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return (
    kind === SyntaxKind.EqualsToken ||
    kind === SyntaxKind.QuestionQuestionEqualsToken ||
    kind === SyntaxKind.BarBarEqualsToken
  );
}
