/** Reads of a foreign key that its query has not fetched: each sends a query of its own. */
import type { Owned } from './collect.ts';
import { isModelType } from './classes.ts';
import { evaluate } from './evaluate.ts';
import { textIn, type Evaluation } from './evaluation.ts';
import type { PyModule } from './modules.ts';
import { scopeBinding } from './names.ts';
import { forwardRelation } from './relations.ts';
import { fieldOf, functionAround, type PyNode } from './tree.ts';
import type { UnfetchedRelation } from '../../analysis/model.ts';
import type { Value } from './values.ts';

/** The type under which the catalog speaks of such reads. */
const RELATION = 'ForwardRelation';

/** Only where the query that gave the instance is in sight, and nothing has put the related one there. */
export function relationRead(ctx: Evaluation, node: PyNode, module: PyModule): Owned | undefined {
  const object = fieldOf(node, 'object');
  const name = fieldOf(node, 'attribute');
  if (!object || !name || isTarget(node)) return undefined;
  const value = evaluate(ctx, object, module);
  if (value.kind !== 'object' || !isModelType(value.ref.type) || !value.model || !value.fetched) return undefined;
  const field = textIn(module, name);
  if (value.fetched.has(field) || forwardRelation(ctx, value.model, field)?.kind !== 'one') return undefined;
  const ref = { library: value.ref.library, type: RELATION };
  const fact = ctx.catalogs.method(ref, '__get__');
  if (!fact || isReadBefore(node, module) || isFromPrefetch(object)) return undefined;
  return {
    node,
    name: { start: name.start, end: name.end },
    method: '__get__',
    owner: ref,
    fact,
    receiver: object,
    on: value,
    kind: 'relation',
    unfetched: { name: field, many: false, row: { start: object.start, end: object.end } },
  };
}

/** `book.tags.all()`, where the query that gave the book has not prefetched the tags. */
export function unfetchedMany(
  ctx: Evaluation,
  receiver: PyNode,
  { owner, name }: Value & { kind: 'method' },
  module: PyModule,
): { readonly unfetched?: UnfetchedRelation } {
  const object = receiver.type === 'attribute' ? fieldOf(receiver, 'object') : undefined;
  const field = fieldOf(receiver, 'attribute');
  if (owner.ref.type !== 'RelatedManager' || name !== 'all' || !object || !field) return {};
  const row = evaluate(ctx, object, module);
  const written = textIn(module, field);
  if (row.kind !== 'object' || !row.fetched || row.fetched.has(written)) return {};
  return { unfetched: { name: written, many: true, row: { start: object.start, end: object.end } } };
}

/** It is assigned to or deleted. */
function isTarget(node: PyNode): boolean {
  return node.field === 'left' || node.parent?.type === 'delete_statement' || node.parent?.type === 'pattern_list';
}

/** The first read keeps what it has found on the instance, and so does an assignment. */
function isReadBefore(node: PyNode, module: PyModule): boolean {
  const written = textIn(module, node).replaceAll(/[$.()[\]]/g, String.raw`\$&`);
  const before = module.text.slice(boundAt(node, module), node.start);
  return new RegExp(String.raw`(?<![\w.])${written}\b`).test(before) || /\bprefetch_related_objects\b/.test(before);
}

/** Where the name that the row is read by was last bound: from there on it is this row. */
function boundAt(node: PyNode, module: PyModule): number {
  let root = node;
  for (let inner = fieldOf(root, 'object'); inner; inner = fieldOf(inner, 'object')) root = inner;
  const name = textIn(module, root);
  const scope = scopeBinding(module, root, name);
  if (scope?.kind === 'comprehension') return scope.node.start;
  const bindings = scope?.bindings.get(name) ?? [];
  const last = bindings.findLast((binding) => binding.node.start < node.start);
  return last?.node.end ?? (functionAround(node) ?? module.tree.root).start;
}

/** What a call in the middle of the expression gives may be kept by its object. */
function isFromPrefetch(object: PyNode): boolean {
  return object.type === 'subscript';
}
