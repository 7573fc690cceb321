/** The names engine, expectations: the type that an expression is to have by the annotations around it. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { Node } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import { evaluateType } from './evaluateType.ts';
import { evaluate, type Evaluation } from './evaluation.ts';
import { awaited, propertyOf } from './members.ts';
import type { Module } from './modules.ts';
import { functionAround, hasModifier, isFunctionNode, nameOf, type FunctionNode } from './syntax.ts';
import { UNKNOWN, type Value } from './values.ts';

/** Methods of lists and sets that take further elements. */
const TAKES_ELEMENTS: ReadonlySet<string> = new Set(['push', 'unshift', 'add']);

/**
 * What a value that stands at this place has to be: the property of an object whose variable, function or parameter is
 * annotated. `const step: Step = { run: (tx) => ... }` makes the function `Step['run']`.
 */
export function expectedType(ctx: Evaluation, node: Node, module: Module): Value {
  const { parent } = node;
  const above = (): Value => expectedType(ctx, parent, module);
  const typed = (type: Node | undefined): Value => (type ? evaluateType(ctx, type, module) : UNKNOWN);
  if (is.isObjectLiteralExpression(parent))
    return propertyOf(ctx, above(), nameOf((node as Node & { readonly name?: Node }).name) ?? '');
  if (is.isPropertyAssignment(parent) || is.isParenthesizedExpression(parent)) return above();
  if (is.isArrayLiteralExpression(parent)) {
    const list = above();
    return list.kind === 'array' ? list.of : UNKNOWN;
  }
  if (is.isAsExpression(parent) || is.isSatisfiesExpression(parent)) return typed(parent.type);
  if (is.isVariableDeclaration(parent) || is.isPropertyDeclaration(parent)) return typed(parent.type);
  if (is.isBinaryExpression(parent) && parent.right === node)
    return parent.operatorToken.kind === SyntaxKind.EqualsToken ? evaluate(ctx, parent.left, module) : UNKNOWN;
  if (is.isReturnStatement(parent)) return resultOfFunction(ctx, functionAround(parent), module);
  if (is.isArrowFunction(parent) && parent.body === node) return resultOfFunction(ctx, parent, module);
  if (is.isCallExpression(parent)) return parameterType(ctx, parent, node, module);
  return UNKNOWN;
}

function resultOfFunction(ctx: Evaluation, fn: FunctionNode | undefined, module: Module): Value {
  if (!fn?.type) return UNKNOWN;
  const value = evaluateType(ctx, fn.type, module);
  return hasModifier(fn, SyntaxKind.AsyncKeyword) ? awaited(ctx, value) : value;
}

/** What a function of the user's says of the parameter that the argument is for. */
function parameterType(
  ctx: Evaluation,
  call: Node & { readonly expression: Node; readonly arguments: Iterable<Node> },
  argument: Node,
  module: Module,
): Value {
  const { expression } = call;
  if (is.isPropertyAccessExpression(expression) && TAKES_ELEMENTS.has(nameOf(expression.name) ?? '')) {
    const list = evaluate(ctx, expression.expression, module);
    if (list.kind === 'array') return list.of;
  }
  const index = [...call.arguments].indexOf(argument);
  const callee = index < 0 ? UNKNOWN : evaluate(ctx, expression, module);
  if (callee.kind !== 'signature' && !(callee.kind === 'function' && isFunctionNode(callee.node))) return UNKNOWN;
  const { parameters } = callee.node as Pick<FunctionNode, 'parameters'>;
  const type = parameters[index]?.type;
  return type ? evaluateType(ctx, type, callee.module) : UNKNOWN;
}
