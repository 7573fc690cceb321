/** The names engine, expressions: one case per kind of syntax. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { CallExpression, Node } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import { contextualThis, writtenThis } from './contextualThis.ts';
import { cataloguedDeclaration, evaluateName, resolveImported } from './evaluateDeclaration.ts';
import { constructedGlobal, evaluateType, withArguments } from './evaluateType.ts';
import { evaluate, type Evaluation } from './evaluation.ts';
import { awaited, callResult, constructed, instanceOf, propertyOf, taggedResult } from './members.ts';
import type { Module } from './modules.ts';
import { classOfThis, isClassNode, isFunctionNode, nameOf, textOf, unwrap } from './syntax.ts';
import { NONE, UNKNOWN, firstOf, says, type Value } from './values.ts';

export function evaluateExpression(ctx: Evaluation, node: Node, module: Module): Value {
  const of = (child: Node): Value => evaluate(ctx, child, module);
  if (is.isIdentifier(node)) return evaluateName(ctx, textOf(node), node, module);
  if (is.isPropertyAccessExpression(node)) return propertyOf(ctx, of(node.expression), nameOf(node.name) ?? '');
  if (is.isCallExpression(node)) return requireResult(ctx, node, module) ?? callResult(ctx, node, module);
  if (is.isAwaitExpression(node)) return awaited(ctx, of(node.expression));
  if (is.isNewExpression(node))
    return (
      constructedGlobal(ctx, node, module) ??
      withArguments(ctx, constructed(ctx, of(node.expression)), node.typeArguments ?? [], module)
    );
  if (is.isTaggedTemplateExpression(node)) return taggedResult(ctx, node, module);
  if (is.isAsExpression(node) || is.isSatisfiesExpression(node) || is.isTypeAssertion(node)) {
    const asserted = evaluateType(ctx, node.type, module);
    return says(asserted) ? asserted : firstOf([of(node.expression), asserted]);
  }
  if (is.isParenthesizedExpression(node) || is.isNonNullExpression(node)) return of(node.expression);
  if (is.isElementAccessExpression(node)) return elementOf(ctx, of(node.expression), node.argumentExpression);
  if (is.isConditionalExpression(node)) return firstOf([of(node.whenTrue), of(node.whenFalse)]);
  if (is.isBinaryExpression(node))
    return binary(
      node.operatorToken.kind,
      () => of(node.left),
      () => of(node.right),
    );
  if (is.isArrayLiteralExpression(node)) {
    return {
      kind: 'tuple',
      elements: node.elements.map((element) => (is.isSpreadElement(element) ? UNKNOWN : of(element))),
    };
  }
  if (is.isObjectLiteralExpression(node)) return { kind: 'object', node, module };
  if (isClassNode(node)) return { kind: 'class', node, module };
  if (isFunctionNode(node)) return { kind: 'function', node, module };
  if (node.kind === SyntaxKind.ThisKeyword || node.kind === SyntaxKind.SuperKeyword)
    return thisValue(ctx, node, module);
  return NONE;
}

function binary(operator: SyntaxKind, left: () => Value, right: () => Value): Value {
  switch (operator) {
    case SyntaxKind.QuestionQuestionToken:
    case SyntaxKind.BarBarToken:
      return firstOf([left(), right()]);
    case SyntaxKind.AmpersandAmpersandToken:
    case SyntaxKind.CommaToken:
    case SyntaxKind.EqualsToken:
    case SyntaxKind.QuestionQuestionEqualsToken:
    case SyntaxKind.BarBarEqualsToken:
      return right();
    default:
      return NONE;
  }
}

function thisValue(ctx: Evaluation, node: Node, module: Module): Value {
  const found = classOfThis(node);
  if (!found) return contextualThis(ctx, node, module);
  const own: Value = { kind: found.isStatic ? 'class' : 'object', node: found.node, module };
  const written = writtenThis(ctx, node, module);
  if (written && says(written)) return { kind: 'all', of: [written, own] };
  if (found.isStatic) return own;
  const catalogued = cataloguedDeclaration(ctx.catalogs, found.node, module);
  // In a catalogued class the source still says what its fields are, which no catalog speaks of.
  return catalogued ? { kind: 'all', of: [instanceOf(catalogued), own] } : own;
}

/** `prisma[model]` is one of the models whatever the name is; `repos['users']` is that property. */
function elementOf(ctx: Evaluation, value: Value, index: Node): Value {
  if (value.kind === 'array') return value.of;
  if (value.kind === 'tuple') {
    const at = is.isNumericLiteral(index) ? value.elements[Number(index.text)] : undefined;
    return at ?? firstOf(value.elements);
  }
  return propertyOf(ctx, value, nameOf(unwrap(index)) ?? 'anyName');
}

/** `require('x')` and `import('x')`; `undefined` for any other call. */
function requireResult(ctx: Evaluation, call: CallExpression, module: Module): Value | undefined {
  const isImport = call.expression.kind === SyntaxKind.ImportKeyword;
  const isRequire = is.isIdentifier(call.expression) && call.expression.text === 'require';
  if (!isImport && !isRequire) return undefined;
  const specifier = nameOf(call.arguments[0]);
  if (specifier === undefined) return NONE;
  const namespace = resolveImported(ctx, module, specifier, '*');
  return isImport ? { kind: 'promise', of: namespace } : namespace;
}
