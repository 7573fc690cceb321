/** Where the value of an expression goes: the surroundings of a call, read off the syntax tree. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { BinaryExpression, CallExpression, Expression, NewExpression, Node } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { Callee, LoopFact, Use } from '../../analysis/model.ts';
import type { Candidate } from './collect.ts';
import type { Declaration } from './scopes.ts';
import {
  functionAround,
  hasModifier,
  isFunctionNode,
  isWrapper,
  nameOf,
  spanOf,
  unwrap,
  type FunctionNode,
} from './syntax.ts';
import type { Module } from './modules.ts';

/** The ids that uses refer to. */
export interface UseContext {
  readonly module: Module;
  callId(candidate: Candidate): number | undefined;
  functionId(fn: FunctionNode | undefined): number;
  /** Takes note of a variable that holds something of interest; its references are looked up later. */
  variableId(declaration: Declaration): number;
  /** The loops met so far. */
  readonly loops: Map<Node, LoopFact>;
  /** The id of a local function, by its declaration. */
  localFunction(declaration: Declaration): number | undefined;
}

const OTHER: Use = { kind: 'escaped', how: 'other' };
/** Nested deeper than this, a value counts as gone. */
const MAX_DEPTH = 40;

/** Where the value of `node` goes. */
export function useOf(ctx: UseContext, node: Node, depth = 0): Use {
  const { parent } = node;
  if (!parent || depth > MAX_DEPTH) return OTHER;
  const source = ctx.module.source;
  const onward = (): Use => useOf(ctx, parent, depth + 1);
  if (isWrapper(parent)) return onward();
  switch (parent.kind) {
    case SyntaxKind.AwaitExpression:
      return { kind: 'awaited', span: spanOf(parent, source), use: onward() };
    case SyntaxKind.ExpressionStatement:
      return { kind: 'dropped', statement: spanOf(parent, source) };
    case SyntaxKind.VoidExpression:
      return { kind: 'voided', span: spanOf(parent, source) };
    case SyntaxKind.ReturnStatement:
      return { kind: 'returned', function: ctx.functionId(functionAround(parent)), span: spanOf(parent, source) };
    case SyntaxKind.ThrowStatement:
      return { kind: 'escaped', how: 'thrown' };
    case SyntaxKind.TemplateSpan:
      return templateUse(ctx, node, depth);
    case SyntaxKind.ArrayLiteralExpression:
      return { kind: 'element', use: onward() };
    case SyntaxKind.SpreadAssignment:
      return { kind: 'spread', into: 'object', use: useOf(ctx, parent.parent, depth + 1) };
    case SyntaxKind.PropertyDeclaration:
      return { kind: 'escaped', how: 'field' };
    case SyntaxKind.ExportAssignment:
      return { kind: 'escaped', how: 'exported' };
    case SyntaxKind.ExportSpecifier:
      return { kind: 'escaped', how: 'exported' };
    case SyntaxKind.IfStatement:
    case SyntaxKind.WhileStatement:
    case SyntaxKind.DoStatement:
    case SyntaxKind.ForStatement:
      return forOrCondition(parent, node, spanOf(node, source));
    default:
      return expressionUse(ctx, node, parent, depth);
  }
}

function expressionUse(ctx: UseContext, node: Node, parent: Node, depth: number): Use {
  const source = ctx.module.source;
  if (is.isPropertyAccessExpression(parent)) return memberUse(ctx, node, parent, nameOf(parent.name) ?? '', depth);
  if (is.isElementAccessExpression(parent)) {
    if (parent.argumentExpression === node) return { kind: 'value', how: 'index', span: spanOf(node, source) };
    return memberUse(ctx, node, parent, nameOf(parent.argumentExpression) ?? '', depth);
  }
  if (is.isCallExpression(parent) || is.isNewExpression(parent)) return callUse(ctx, node, parent, depth);
  if (is.isTaggedTemplateExpression(parent)) return calledUse(ctx, parent, depth);
  if (is.isVariableDeclaration(parent)) return variableUse(ctx, parent);
  if (is.isBinaryExpression(parent)) return binaryUse(ctx, node, parent, depth);
  if (is.isConditionalExpression(parent)) {
    if (parent.condition === node) return { kind: 'value', how: 'condition', span: spanOf(node, source) };
    return useOf(ctx, parent, depth + 1);
  }
  if (is.isPrefixUnaryExpression(parent)) {
    return {
      kind: 'value',
      how: parent.operator === SyntaxKind.ExclamationToken ? 'condition' : 'operand',
      span: spanOf(node, source),
    };
  }
  if (is.isSpreadElement(parent)) {
    const into = is.isArrayLiteralExpression(parent.parent) ? 'array' : 'arguments';
    return {
      kind: 'spread',
      into,
      use: into === 'array' ? useOf(ctx, parent.parent, depth + 1) : useOf(ctx, parent, depth + 1),
    };
  }
  if (is.isPropertyAssignment(parent) || is.isShorthandPropertyAssignment(parent)) {
    return { kind: 'property', name: nameOf(parent.name) ?? '', use: useOf(ctx, parent.parent, depth + 1) };
  }
  if (is.isForOfStatement(parent))
    return { kind: 'iterated', async: parent.awaitModifier !== undefined, span: spanOf(node, source) };
  if (is.isYieldExpression(parent)) {
    return parent.asteriskToken
      ? { kind: 'iterated', async: true, span: spanOf(parent, source) }
      : { kind: 'escaped', how: 'yielded' };
  }
  if (isFunctionNode(parent)) {
    // The body of an arrow function; a parameter's default is below its parameter.
    return { kind: 'returned', function: ctx.functionId(parent), span: spanOf(node, source) };
  }
  return OTHER;
}

function forOrCondition(parent: Node, node: Node, span: { start: number; end: number }): Use {
  if (is.isForStatement(parent)) {
    return parent.condition === node ? { kind: 'value', how: 'condition', span } : { kind: 'dropped', statement: span };
  }
  return { kind: 'value', how: 'condition', span };
}

/** `${q}`: a value in a plain template, an argument in a tagged one. */
function templateUse(ctx: UseContext, node: Node, depth: number): Use {
  const template = node.parent.parent;
  const tagged = template.parent;
  if (!is.isTaggedTemplateExpression(tagged))
    return { kind: 'value', how: 'template', span: spanOf(node, ctx.module.source) };
  return { kind: 'argument', callee: describe(ctx, tagged.tag, tagged, 0), use: useOf(ctx, tagged, depth + 1) };
}

/** The object of a property access: the next link of the chain, a method nobody knows, or a plain read. */
function memberUse(ctx: UseContext, node: Node, access: Node, name: string, depth: number): Use {
  let callee = access;
  while (isWrapper(callee.parent)) callee = callee.parent;
  const call = callee.parent;
  if (
    (is.isCallExpression(call) && call.expression === callee) ||
    (is.isTaggedTemplateExpression(call) && call.tag === callee)
  ) {
    const id = ctx.callId(call);
    return id === undefined
      ? { kind: 'method', name, use: useOf(ctx, call, depth + 1) }
      : { kind: 'receiver', call: id };
  }
  if (is.isPropertyAccessExpression(call) && call.expression === callee) {
    // `db.withSchema('x').schema.createTable('y')`: a catalogued property between two links.
    const next = memberUse(ctx, callee, call, nameOf(call.name) ?? '', depth + 1);
    if (next.kind === 'receiver') return next;
  }
  return { kind: 'member', name, span: spanOf(node, ctx.module.source) };
}

function callUse(ctx: UseContext, node: Node, call: CallExpression | NewExpression, depth: number): Use {
  if (call.expression === node) return is.isCallExpression(call) ? calledUse(ctx, call, depth) : OTHER;
  const index = (call.arguments ?? []).findIndex((argument) => argument === node);
  return { kind: 'argument', callee: describe(ctx, call.expression, call, index), use: useOf(ctx, call, depth + 1) };
}

/** The value itself is called or used as a tag. */
function calledUse(ctx: UseContext, call: Candidate, depth: number): Use {
  const id = ctx.callId(call);
  return id === undefined
    ? { kind: 'method', name: '', use: useOf(ctx, call, depth + 1) }
    : { kind: 'receiver', call: id };
}

function variableUse(ctx: UseContext, declaration: Declaration & { readonly name: Node }): Use {
  if (!is.isIdentifier(declaration.name)) return { kind: 'stored', variable: -1, pattern: true };
  return { kind: 'stored', variable: ctx.variableId(declaration), pattern: false };
}

function binaryUse(ctx: UseContext, node: Node, parent: BinaryExpression, depth: number): Use {
  const { kind } = parent.operatorToken;
  const isRight = parent.right === node;
  const span = spanOf(node, ctx.module.source);
  switch (kind) {
    case SyntaxKind.AmpersandAmpersandToken:
    case SyntaxKind.BarBarToken:
      return isRight ? useOf(ctx, parent, depth + 1) : { kind: 'value', how: 'condition', span };
    case SyntaxKind.QuestionQuestionToken:
      return useOf(ctx, parent, depth + 1);
    case SyntaxKind.CommaToken:
      return isRight ? useOf(ctx, parent, depth + 1) : { kind: 'dropped', statement: span };
    case SyntaxKind.EqualsToken:
    case SyntaxKind.QuestionQuestionEqualsToken:
    case SyntaxKind.BarBarEqualsToken:
    case SyntaxKind.AmpersandAmpersandEqualsToken:
      return isRight ? assignmentUse(ctx, parent.left) : OTHER;
    case SyntaxKind.InstanceOfKeyword:
    case SyntaxKind.InKeyword:
    case SyntaxKind.EqualsEqualsEqualsToken:
    case SyntaxKind.ExclamationEqualsEqualsToken:
    case SyntaxKind.EqualsEqualsToken:
    case SyntaxKind.ExclamationEqualsToken:
      return isTest(kind, isRight ? parent.left : parent.right) ? OTHER : { kind: 'value', how: 'operand', span };
    default:
      return { kind: 'value', how: 'operand', span };
  }
}

/** `q instanceof X`, `q === undefined`, `q === other`: a test of identity, not a use of the rows. */
function isTest(operator: SyntaxKind, other: Expression): boolean {
  if (operator === SyntaxKind.InstanceOfKeyword || operator === SyntaxKind.InKeyword) return true;
  return other.kind === SyntaxKind.NullKeyword || is.isIdentifier(unwrap(other));
}

function assignmentUse(ctx: UseContext, target: Node): Use {
  const left = unwrap(target);
  if (is.isIdentifier(left)) {
    const declaration = ctx.module.scopes.resolve(left.text, left, 'value');
    if (declaration && is.isVariableDeclaration(declaration))
      return { kind: 'stored', variable: ctx.variableId(declaration), pattern: false };
    return { kind: 'escaped', how: declaration ? 'other' : 'outer' };
  }
  if (is.isArrayLiteralExpression(left) || is.isObjectLiteralExpression(left))
    return { kind: 'stored', variable: -1, pattern: true };
  return { kind: 'escaped', how: 'field' };
}

/** What is called, for a value handed over as argument `index`. */
export function describe(ctx: UseContext, expression: Node, call: Node, index: number): Callee {
  const callee = unwrap(expression);
  const { source } = ctx.module;
  const text = (is.isNewExpression(call) ? 'new ' : '') + calleeText(callee);
  const span = spanOf(callee, source);
  const name = is.isPropertyAccessExpression(callee) ? (nameOf(callee.name) ?? '') : (nameOf(callee) ?? '');
  const id = is.isCallExpression(call) || is.isTaggedTemplateExpression(call) ? ctx.callId(call) : undefined;
  const root = is.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : undefined;
  const declaration = root && is.isIdentifier(root) ? ctx.module.scopes.resolve(root.text, root, 'value') : undefined;
  const variable =
    declaration && is.isVariableDeclaration(declaration) && is.isIdentifier(declaration.name) && isArrayMethod(name)
      ? ctx.variableId(declaration)
      : undefined;
  const local = is.isIdentifier(callee) ? ctx.module.scopes.resolve(callee.text, callee, 'value') : undefined;
  const fn = local ? ctx.localFunction(local) : undefined;
  return {
    text,
    name,
    span,
    index,
    ...(id === undefined ? {} : { call: id }),
    ...(variable === undefined ? {} : { variable }),
    ...(fn === undefined ? {} : { function: fn }),
  };
}

/** Methods that put a value into the variable they are called on. */
function isArrayMethod(name: string): boolean {
  return name === 'push' || name === 'unshift' || name === 'add' || name === 'set' || name === 'concat';
}

/** `a.b.c` without white space; anything longer or stranger by its last name. */
function calleeText(callee: Node): string {
  if (is.isIdentifier(callee)) return callee.text;
  if (callee.kind === SyntaxKind.ThisKeyword) return 'this';
  if (callee.kind === SyntaxKind.SuperKeyword) return 'super';
  if (callee.kind === SyntaxKind.ImportKeyword) return 'import';
  if (is.isPropertyAccessExpression(callee))
    return `${calleeText(unwrap(callee.expression))}.${nameOf(callee.name) ?? ''}`;
  return '…';
}

/** Whether a declaration is visible to other files. */
export function isExportedDeclaration(declaration: Declaration): boolean {
  for (let node: Node | undefined = declaration; node; node = node.parent) {
    if (is.isVariableStatement(node) || is.isFunctionDeclaration(node) || is.isClassDeclaration(node)) {
      return hasModifier(node, SyntaxKind.ExportKeyword);
    }
    if (is.isBlock(node) || is.isSourceFile(node)) return false;
  }
  return false;
}
