/** Small questions about TypeScript's syntax tree that several parts of this folder ask. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type {
  ArrowFunction,
  BindingName,
  ClassLikeDeclaration,
  ConstructorDeclaration,
  Expression,
  FunctionDeclaration,
  FunctionExpression,
  GetAccessorDeclaration,
  Identifier,
  MethodDeclaration,
  Node,
  SetAccessorDeclaration,
  SourceFile,
} from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { Span } from '../../analysis/model.ts';

/** A function with a body of its own. */
export type FunctionNode =
  | ArrowFunction
  | FunctionDeclaration
  | FunctionExpression
  | MethodDeclaration
  | ConstructorDeclaration
  | GetAccessorDeclaration
  | SetAccessorDeclaration;

export function isFunctionNode(node: Node): node is FunctionNode {
  switch (node.kind) {
    case SyntaxKind.ArrowFunction:
    case SyntaxKind.FunctionDeclaration:
    case SyntaxKind.FunctionExpression:
    case SyntaxKind.MethodDeclaration:
    case SyntaxKind.Constructor:
    case SyntaxKind.GetAccessor:
    case SyntaxKind.SetAccessor:
      return true;
    default:
      return false;
  }
}

export function isClassNode(node: Node): node is ClassLikeDeclaration {
  return node.kind === SyntaxKind.ClassDeclaration || node.kind === SyntaxKind.ClassExpression;
}

/** Whether the node only wraps an expression: brackets, `as`, `satisfies`, `!`, `<T>x`. */
export function isWrapper(node: Node): node is Node & { readonly expression: Expression } {
  switch (node.kind) {
    case SyntaxKind.ParenthesizedExpression:
    case SyntaxKind.AsExpression:
    case SyntaxKind.SatisfiesExpression:
    case SyntaxKind.NonNullExpression:
    case SyntaxKind.TypeAssertionExpression:
      return true;
    default:
      return false;
  }
}

/** The expression inside brackets, assertions and `!`. */
export function unwrap(node: Node): Node {
  let current = node;
  while (isWrapper(current)) current = current.expression;
  return current;
}

/** The outermost node that only wraps this one. */
export function wrapped(node: Node): Node {
  let current = node;
  while (current.parent && isWrapper(current.parent)) current = current.parent;
  return current;
}

/**
 * The text of an identifier. The tree decodes it anew each time it is asked, so it is read off the source,
 * backwards from its end; where that may not be all of it (`data-id`, an escape), the tree is asked.
 */
export function textOf(node: Identifier): string {
  const { text } = node.getSourceFile();
  const { pos, end } = node;
  let start = end;
  while (start > pos && isWordUnit(text.charCodeAt(start - 1))) start--;
  return start === end || (start > pos && !isBlank(text.charCodeAt(start - 1))) ? node.text : text.slice(start, end);
}

/** ASCII letters, digits, `_` and `$`. */
function isWordUnit(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 65 && unit <= 90) ||
    (unit >= 48 && unit <= 57) ||
    unit === 95 ||
    unit === 36
  );
}

function isBlank(unit: number): boolean {
  return unit === 32 || unit === 10 || unit === 13 || unit === 9;
}

export function spanOf(node: Node, file: SourceFile): Span {
  return { start: node.getStart(file), end: node.end };
}

/** The text of a name: identifier, private name, string or number literal, `["x"]`. */
export function nameOf(node: Node | undefined): string | undefined {
  if (!node) return undefined;
  if (is.isIdentifier(node)) return textOf(node);
  if (is.isPrivateIdentifier(node)) return node.text;
  if (is.isStringLiteral(node) || is.isNoSubstitutionTemplateLiteral(node) || is.isNumericLiteral(node))
    return node.text;
  if (is.isComputedPropertyName(node)) return nameOf(node.expression);
  return undefined;
}

export function hasModifier(node: Node, kind: SyntaxKind): boolean {
  const { modifiers } = node as Node & { readonly modifiers?: readonly Node[] };
  return modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}

/** The innermost function around a node, `undefined` at the top level of the file. Class bodies are seen through. */
export function functionAround(node: Node): FunctionNode | undefined {
  for (let current = node.parent; current; current = current.parent) {
    if (isFunctionNode(current)) return current;
  }
  return undefined;
}

/** The class that `this` stands for at a node: arrow functions are looked through, other functions are not. */
export function classOfThis(
  node: Node,
): { readonly node: ClassLikeDeclaration; readonly isStatic: boolean } | undefined {
  for (let current = node; current.parent; current = current.parent) {
    const { parent } = current;
    if (isClassNode(parent)) return { node: parent, isStatic: hasModifier(current, SyntaxKind.StaticKeyword) };
    // A method of an object literal has a `this` of its own; what else stands in one has that of the code around.
    const isOwn = is.isObjectLiteralExpression(parent) && isFunctionNode(current);
    if (is.isFunctionDeclaration(parent) || is.isFunctionExpression(parent) || isOwn) {
      if (!is.isFunctionExpression(parent) || !is.isPropertyDeclaration(parent.parent)) return undefined;
    }
  }
  return undefined;
}

/** Every identifier a binding name declares. */
export function bindingIdentifiers(name: BindingName | undefined): readonly Node[] {
  if (!name) return [];
  if (is.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (is.isBindingElement(element) ? bindingIdentifiers(element.name) : []));
}

/** Visits `node` and all below it, top down; `visit` returning `false` leaves out what is below. */
export function walk(node: Node, visit: (node: Node) => boolean | void): void {
  if (visit(node) === false) return;
  node.forEachChild((child) => walk(child, visit));
}

/** The `return` expressions of a function, those of functions inside it left out. */
export function returnedExpressions(fn: FunctionNode): readonly Expression[] {
  const { body } = fn;
  if (!body) return [];
  if (!is.isBlock(body)) return [body];
  const found: Expression[] = [];
  walk(body, (node) => {
    if (isFunctionNode(node) || isClassNode(node)) return false;
    if (is.isReturnStatement(node) && node.expression) found.push(node.expression);
    return undefined;
  });
  return found;
}

/** Whether an identifier reads a variable: not a declaration, a property's name, a type, or the target of `=`. */
export function isRead(identifier: Identifier): boolean {
  const { parent } = identifier;
  if (is.isShorthandPropertyAssignment(parent) || is.isExportSpecifier(parent)) return true;
  if ((parent as Node & { readonly name?: Node }).name === identifier) return false;
  if (is.isBindingElement(parent) && parent.propertyName === identifier) return false;
  if (is.isQualifiedName(parent) || is.isTypeReferenceNode(parent) || is.isTypeQueryNode(parent)) return false;
  if (is.isBinaryExpression(parent) && parent.left === identifier) {
    return parent.operatorToken.kind !== SyntaxKind.EqualsToken;
  }
  return true;
}
