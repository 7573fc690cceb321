/** Where the value of an expression goes. */
import type { Callee, Use } from '../../analysis/model.ts';
import { isSlice } from './evaluate.ts';
import { textIn } from './evaluation.ts';
import type { PyModule } from './modules.ts';
import { scopeBinding } from './names.ts';
import { fieldOf, functionAround, isAsync, isComprehension, type PyNode } from './tree.ts';
import type { VariableKey } from './variables.ts';

/** What `createFacts` knows of the file's parts. */
export interface UseContext {
  readonly module: PyModule;
  /** The catalogued call that a node is, and the evaluation that takes an expression. */
  callId(node: PyNode): number | undefined;
  evaluationOf(source: PyNode): number | undefined;
  functionId(fn: PyNode | undefined): number;
  variableId(key: VariableKey): number;
}

const OTHER: Use = { kind: 'escaped', how: 'other' };

export function useOf(ctx: UseContext, node: PyNode): Use {
  const evaluation = ctx.evaluationOf(node);
  if (evaluation !== undefined) return { kind: 'receiver', call: evaluation };
  const { parent } = node;
  if (!parent) return OTHER;
  const through = (): Use => useOf(ctx, parent);
  const span = { start: parent.start, end: parent.end };
  switch (parent.type) {
    case 'parenthesized_expression':
      return through();
    case 'await':
      return { kind: 'awaited', span, use: through() };
    case 'expression_statement':
      return isExpectedToFail(parent, ctx.module) ? OTHER : { kind: 'dropped', statement: span };
    case 'assignment':
      return node.field === 'right' ? storedIn(ctx, parent) : OTHER;
    case 'return_statement':
      return returnedFrom(ctx, parent);
    case 'lambda':
      return node.field === 'body' ? { kind: 'returned', function: ctx.functionId(parent), span } : OTHER;
    case 'yield':
      return { kind: 'escaped', how: 'yielded' };
    case 'attribute':
      return memberUse(ctx, parent);
    case 'subscript':
      if (node.field !== 'value') return { kind: 'value', how: 'index', span };
      return isSlice(fieldOf(parent, 'subscript'), ctx.module.text) ? through() : { kind: 'value', how: 'index', span };
    case 'argument_list':
      return argumentUse(ctx, node, parent);
    case 'keyword_argument':
      return parent.parent ? argumentUse(ctx, parent, parent.parent) : OTHER;
    case 'list':
    case 'tuple':
    case 'set':
    case 'expression_list':
      return { kind: 'element', use: through() };
    case 'list_splat':
      return { kind: 'spread', into: parent.parent?.type === 'argument_list' ? 'arguments' : 'array', use: OTHER };
    case 'for_statement':
    case 'for_in_clause':
      return node.field === 'right'
        ? { kind: 'iterated', async: isAsync(parent, ctx.module.text), span: { start: node.start, end: node.end } }
        : OTHER;
    case 'interpolation':
      return { kind: 'value', how: 'template', span };
    case 'if_statement':
    case 'elif_clause':
    case 'while_statement':
      return node.field === 'condition' ? { kind: 'value', how: 'condition', span } : OTHER;
    case 'not_operator':
    case 'if_clause':
    case 'assert_statement':
      return { kind: 'value', how: 'condition', span };
    case 'comparison_operator':
      return isIdentity(parent, ctx.module) ? OTHER : { kind: 'value', how: 'operand', span };
    case 'binary_operator':
      return { kind: 'value', how: 'operand', span };
    case 'conditional_expression':
      return parent.children[1] === node ? { kind: 'value', how: 'condition', span } : through();
    default:
      return isComprehension(parent) && node.field === 'body' ? { kind: 'element', use: through() } : OTHER;
  }
}

/** A statement that is written for the failure it provokes. */
function isExpectedToFail(statement: PyNode, module: PyModule): boolean {
  for (let node = statement.parent; node; node = node.parent) {
    if (node.type === 'function_definition') return false;
    if (node.type === 'try_statement') return true;
    const clause = node.type === 'with_statement' ? node.children[0] : undefined;
    if (clause && /[rR]aises|[wW]arns|suppress|assertNumQueries/.test(textIn(module, clause))) return true;
  }
  return false;
}

/** `x is None`. */
function isIdentity(comparison: PyNode, module: PyModule): boolean {
  const [left, right] = comparison.children;
  return !left || !right || /\bis\b/.test(module.text.slice(left.end, right.start));
}

function storedIn(ctx: UseContext, assignment: PyNode): Use {
  if (assignment.parent?.type === 'assignment') return OTHER;
  const left = fieldOf(assignment, 'left');
  if (left?.type === 'identifier') {
    const name = textIn(ctx.module, left);
    const scope = scopeBinding(ctx.module, left, name);
    if (scope?.kind !== 'function') return { kind: 'escaped', how: 'exported' };
    if (name.startsWith('_')) return OTHER;
    return { kind: 'stored', variable: ctx.variableId({ scope, name }), pattern: false };
  }
  const isPattern = left?.type === 'pattern_list' || left?.type === 'tuple_pattern';
  return isPattern ? { kind: 'stored', variable: -1, pattern: true } : { kind: 'escaped', how: 'field' };
}

/** A function gives its coroutine to whoever calls it, an async one too. */
function returnedFrom(ctx: UseContext, statement: PyNode): Use {
  const span = { start: statement.start, end: statement.end };
  return { kind: 'returned', function: ctx.functionId(functionAround(statement)), span };
}

function memberUse(ctx: UseContext, attribute: PyNode): Use {
  const call = attribute.parent?.type === 'call' && attribute.field === 'function' ? attribute.parent : undefined;
  const id = ctx.callId(call ?? attribute);
  if (id !== undefined) return { kind: 'receiver', call: id };
  const name = fieldOf(attribute, 'attribute');
  const written = name ? textIn(ctx.module, name) : '';
  // A coroutine has no members that a program asks for, so calling one is reading it.
  if (call && /^(?:close|send|throw)$/.test(written)) return OTHER;
  return { kind: 'member', name: written, span: { start: attribute.start, end: attribute.end } };
}

function argumentUse(ctx: UseContext, argument: PyNode, list: PyNode): Use {
  const call = list.parent;
  const callee = call && fieldOf(call, 'function');
  if (!call || !callee) return OTHER;
  return { kind: 'argument', callee: calleeOf(ctx, call, callee, argument), use: useOf(ctx, call) };
}

/** What is called, for a value handed to a call. */
export function calleeOf(ctx: UseContext, call: PyNode, callee: PyNode, argument: PyNode): Callee {
  const written = textIn(ctx.module, callee).replaceAll(/\s+/g, '');
  const id = ctx.callId(call);
  return {
    text: written,
    name: written.split('.').at(-1) ?? written,
    span: { start: callee.start, end: callee.end },
    index: Math.max(0, fieldOf(call, 'arguments')?.children.indexOf(argument) ?? 0),
    ...(id !== undefined && { call: id }),
  };
}
