/** From an expression to what it means. Total: what is not understood is unknown. */
import { callValue } from './calls.ts';
import { memberOf } from './members.ts';
import { DEEPEST, textIn, type Evaluation, type Frame } from './evaluation.ts';
import { lookUp } from './names.ts';
import type { PyModule } from './modules.ts';
import { fieldOf, isComprehension, type PyNode } from './tree.ts';
import { DATA, UNKNOWN, merge, type ObjectValue, type Value } from './values.ts';

/** `frame`: the call that the expression's function is looked at in; without one, any. */
export function evaluate(ctx: Evaluation, node: PyNode, module: PyModule, frame?: Frame): Value {
  const memo = frame?.memo ?? module.memo;
  const active = frame?.active ?? ctx.active;
  const known = memo.get(node);
  if (known) return known;
  if (ctx.depth > DEEPEST || active.has(node)) return UNKNOWN;
  ctx.depth += 1;
  active.add(node);
  const value = valueOf(ctx, node, module, frame);
  ctx.depth -= 1;
  active.delete(node);
  memo.set(node, value);
  return value;
}

function valueOf(ctx: Evaluation, node: PyNode, module: PyModule, frame: Frame | undefined): Value {
  const of = (inner: PyNode | undefined): Value => (inner ? evaluate(ctx, inner, module, frame) : UNKNOWN);
  switch (node.type) {
    case 'identifier':
      return lookUp(ctx, node, module, frame);
    case 'attribute': {
      const name = fieldOf(node, 'attribute');
      return name ? memberOf(ctx, of(fieldOf(node, 'object')), textIn(module, name)) : UNKNOWN;
    }
    case 'call':
      return callValue(ctx, node, module, frame);
    case 'parenthesized_expression':
      return of(node.children[0]);
    case 'await': {
      const value = of(node.children[0]);
      return value.kind === 'awaitable' ? value.of : UNKNOWN;
    }
    case 'subscript':
      return subscriptValue(ctx, of(fieldOf(node, 'value')), fieldOf(node, 'subscript'), module.text);
    case 'conditional_expression':
      return merge(of(node.children[0]), of(node.children[2]));
    case 'boolean_operator':
      return merge(of(fieldOf(node, 'left')), of(fieldOf(node, 'right')));
    case 'named_expression':
      return of(fieldOf(node, 'value'));
    case 'binary_operator': {
      const left = of(fieldOf(node, 'left'));
      return isQuery(left) ? left : DATA;
    }
    case 'list':
    case 'set':
      return { kind: 'list', of: node.children.map(of).reduce(merge, DATA) };
    case 'tuple':
    case 'expression_list':
      return { kind: 'tuple', items: node.children.map(of) };
    case 'string':
    case 'concatenated_string':
    case 'integer':
    case 'float':
    case 'none':
    case 'true':
    case 'false':
    case 'dictionary':
    case 'comparison_operator':
    case 'not_operator':
      return DATA;
    default:
      return isComprehension(node) && node.type !== 'dictionary_comprehension'
        ? { kind: 'list', of: of(fieldOf(node, 'body')) }
        : UNKNOWN;
  }
}

/** A QuerySet, not an instance or a manager. */
export function isQuery(value: Value): value is ObjectValue {
  return value.kind === 'object' && value.ref.type === 'QuerySet';
}

/** `[...]` that gives a part of the query, which stays one. */
export function isSlice(subscript: PyNode | undefined, text: string): boolean {
  if (subscript?.type !== 'slice') return false;
  const last = subscript.children.at(-1);
  let between = '';
  let at = subscript.start;
  for (const { start, end } of subscript.children) {
    between += text.slice(at, start);
    at = end;
  }
  // A step stands behind the second colon.
  return !((between.match(/:/g)?.length ?? 0) > 1 && last !== undefined);
}

function subscriptValue(ctx: Evaluation, value: Value, subscript: PyNode | undefined, text: string): Value {
  // `caches["other"]` is a cache.
  const returns = value.kind === 'object' ? ctx.catalogs.method(value.ref, '__getitem__')?.returns : undefined;
  if (value.kind === 'object' && returns !== undefined)
    return { kind: 'object', ref: ctx.catalogs.refer(returns, value.ref).ref };
  if (subscript?.type !== 'slice') return elementOf(value);
  if (!isQuery(value)) return UNKNOWN;
  return isSlice(subscript, text) ? value : { kind: 'list', of: elementOf(value) };
}

/** What iterating over a value gives. */
export function elementOf(value: Value): Value {
  if (value.kind === 'list') return value.of;
  if (value.kind === 'tuple') return value.items.reduce(merge, DATA);
  if (!isQuery(value) || value.plain) return UNKNOWN;
  const { ref, model, rows, fetched } = value;
  return {
    kind: 'object',
    ref: { library: ref.library, type: rows ?? 'Model' },
    ...(model && { model, cls: model }),
    ...(fetched && { fetched }),
  };
}
