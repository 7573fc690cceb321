/** The expressions assigned to a variable or a field after its declaration. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { ClassLikeDeclaration, Node } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { Module } from './modules.ts';
import { nameOf, unwrap, walk } from './syntax.ts';

type Assignment = Node & { readonly left: Node; readonly right: Node };

/** The assignments inside a node, in source order, by the name of the variable or of the property. */
interface Assignments {
  readonly variables: ReadonlyMap<string, readonly Assignment[]>;
  readonly properties: ReadonlyMap<string, readonly Assignment[]>;
}

/** Found in one walk: in a large file of JavaScript there are thousands of variables to ask about. */
const known = new WeakMap<Node, Assignments>();

/** Assignments to a variable, in source order. */
export function assignmentsTo(declaration: Node & { readonly name: Node }, module: Module): readonly Node[] {
  const name = nameOf(declaration.name);
  if (name === undefined) return [];
  const assignments = assignmentsIn(module.source).variables.get(name) ?? [];
  return assignments
    .filter(({ left }) => module.scopes.resolve(name, left, 'value') === declaration)
    .map(({ right }) => right);
}

/** Assignments to `x.name` where `x` is the variable that an object literal was declared for, as JavaScript fills it. */
export function assignmentsToProperty(literal: Node, name: string, module: Module): readonly Node[] {
  const declaration = literal.parent;
  if (!is.isVariableDeclaration(declaration) || declaration.initializer !== literal) return [];
  const holder = nameOf(declaration.name);
  const assignments = assignmentsIn(module.source).properties.get(name) ?? [];
  return assignments.flatMap(({ left, right }) => {
    const object = is.isPropertyAccessExpression(left) ? left.expression : undefined;
    if (!object || !is.isIdentifier(object) || object.text !== holder) return [];
    return module.scopes.resolve(object.text, object, 'value') === declaration ? [right] : [];
  });
}

/** Assignments to `this.name` inside a class. */
export function assignmentsToField(node: ClassLikeDeclaration, name: string): readonly Node[] {
  const assignments = assignmentsIn(node).properties.get(name) ?? [];
  return assignments.flatMap(({ left, right }) => {
    const target = unwrap(left);
    return is.isPropertyAccessExpression(target) && target.expression.kind === SyntaxKind.ThisKeyword ? [right] : [];
  });
}

function assignmentsIn(root: Node): Assignments {
  let found = known.get(root);
  if (!found) known.set(root, (found = collectAssignments(root)));
  return found;
}

function collectAssignments(root: Node): Assignments {
  const variables = new Map<string, Assignment[]>();
  const properties = new Map<string, Assignment[]>();
  const add = (to: Map<string, Assignment[]>, name: string, assignment: Assignment): void => {
    const list = to.get(name);
    if (list) list.push(assignment);
    else to.set(name, [assignment]);
  };
  walk(root, (node) => {
    if (!isAssignment(node)) return;
    if (is.isIdentifier(node.left)) add(variables, node.left.text, node);
    const target = unwrap(node.left);
    const name = is.isPropertyAccessExpression(target) ? nameOf(target.name) : undefined;
    if (name !== undefined) add(properties, name, node);
  });
  return { variables, properties };
}

function isAssignment(node: Node): node is Assignment {
  if (!is.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return (
    kind === SyntaxKind.EqualsToken ||
    kind === SyntaxKind.QuestionQuestionEqualsToken ||
    kind === SyntaxKind.BarBarEqualsToken
  );
}
