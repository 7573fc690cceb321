/** One walk over a file: the calls a catalog speaks of, the places where a query is evaluated, functions and names. */
import type { Method, TypeRef } from '../../catalogs/schema.ts';
import { evaluationsAt } from './evaluations.ts';
import { evaluate } from './evaluate.ts';
import { textIn, type Evaluation } from './evaluation.ts';
import { helperCall } from './helpers.ts';
import type { PyModule } from './modules.ts';
import { relationRead, unfetchedMany } from './relationReads.ts';
import { fieldOf, isFunction, unwrap, type PyNode } from './tree.ts';
import type { ObjectValue, Value } from './values.ts';
import type { HelperFact, Span, UnfetchedRelation } from '../../analysis/model.ts';

/** A call whose method is catalogued, or a piece of syntax that has a query evaluated. */
export interface Owned {
  readonly node: PyNode;
  /** Where it is written: the method's name, or the keyword or bracket that evaluates. */
  readonly name: Span;
  readonly method: string;
  readonly owner: TypeRef;
  readonly fact: Method;
  /** What the method is called on, or what is evaluated. */
  readonly receiver?: PyNode;
  readonly on?: ObjectValue;
  readonly kind: 'method' | 'call' | 'evaluation' | 'relation';
  readonly unfetched?: UnfetchedRelation;
  /** The call is of a function of the user's. */
  readonly helper?: HelperFact;
}

export interface Collected {
  readonly owned: readonly Owned[];
  readonly functions: readonly PyNode[];
  /** By their text, in source order. */
  readonly identifiers: ReadonlyMap<string, readonly PyNode[]>;
}

export function collect(ctx: Evaluation, module: PyModule): Collected {
  const owned: Owned[] = [];
  const functions: PyNode[] = [];
  const identifiers = new Map<string, PyNode[]>();
  const visit = (node: PyNode): void => {
    if (node.type === 'identifier') {
      const name = textIn(module, node);
      const list = identifiers.get(name);
      if (list) list.push(node);
      else identifiers.set(name, [node]);
      return;
    }
    if (isFunction(node)) functions.push(node);
    for (const child of node.children) visit(child);
    if (node.type === 'call') {
      const callee = fieldOf(node, 'function');
      const value = callee && evaluate(ctx, callee, module);
      const own =
        value?.kind === 'function'
          ? helperCall(ctx, node, value, module)
          : callee && value && ownedCall(ctx, node, callee, value, module);
      if (own) owned.push(own);
    }
    owned.push(...evaluationsAt(ctx, node, module));
    const relation = node.type === 'attribute' ? relationRead(ctx, node, module) : undefined;
    if (relation) owned.push(relation);
  };
  visit(module.tree.root);
  return { owned: owned.toSorted((a, b) => placeOf(a) - placeOf(b)), functions, identifiers };
}

/** Receivers come before what is done with them, wherever its keyword stands. */
function placeOf({ name, receiver, kind }: Owned): number {
  return kind === 'evaluation' ? Math.max(name.end, receiver?.end ?? 0) : name.end;
}

/** The call of a catalogued method or function. */
export function ownedCall(
  ctx: Evaluation,
  node: PyNode,
  callee: PyNode,
  value: Value,
  module: PyModule,
): Owned | undefined {
  if (value.kind === 'method') {
    const name = fieldOf(callee, 'attribute') ?? callee;
    // What the engine makes up itself is in no catalog.
    if (ctx.catalogs.method(value.owner.ref, value.name) === undefined) return undefined;
    const receiver = callee.type === 'attribute' ? fieldOf(callee, 'object') : undefined;
    return {
      node,
      name: { start: name.start, end: name.end },
      method: value.name,
      owner: value.owner.ref,
      fact: value.fact,
      on: value.owner,
      kind: 'method',
      ...(receiver && { receiver: unwrap(receiver), ...unfetchedMany(ctx, receiver, value, module) }),
    };
  }
  if (value.kind !== 'object') return undefined;
  const fact = ctx.catalogs.callOf(value.ref, 'call');
  const name = fieldOf(callee, 'attribute') ?? callee;
  return (
    fact && {
      node,
      name: { start: name.start, end: name.end },
      method: value.ref.type,
      owner: value.ref,
      fact,
      on: value,
      kind: 'call',
    }
  );
}
