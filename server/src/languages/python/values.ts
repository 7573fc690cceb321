/** What names and expressions can mean to this analysis; everything else is unknown. */
import type { ExportFact, Method, TypeRef } from '../../catalogs/schema.ts';
import type { PyModule } from './modules.ts';
import type { PyNode } from './tree.ts';

/** A class of the user's, or one that `Manager.from_queryset` makes. */
export interface ClassInfo {
  readonly name: string;
  readonly module: PyModule;
  /** Absent for one that no `class` statement writes. */
  readonly node?: PyNode;
  /** For one that is made of others. */
  readonly madeOf?: readonly Value[];
}

/** An instance of a catalogued type, or of a class of the user's that derives from one. */
export interface ObjectValue {
  readonly kind: 'object';
  readonly ref: TypeRef;
  /** The user's class, where it is known. */
  readonly cls?: ClassInfo;
  /** The model that a query or a manager finds. */
  readonly model?: ClassInfo;
  /** The catalogued type of the rows, where they are more than a model's: Django's users. */
  readonly rows?: string;
  /** The class of the queries that a manager makes. */
  readonly queryClass?: ClassInfo;
  /** The relations that its query fetches together with it; absent where that is not known. */
  readonly fetched?: ReadonlySet<string>;
  /** The query gives dictionaries or tuples, not instances. */
  readonly plain?: boolean;
}

export type Value =
  | { readonly kind: 'unknown' }
  /** Data: nothing that sends a query. */
  | { readonly kind: 'data' }
  | ObjectValue
  | { readonly kind: 'class'; readonly cls: ClassInfo }
  /** A catalogued class itself: `models.Manager`. */
  | { readonly kind: 'type'; readonly ref: TypeRef }
  /** An instance of a class of the user's that derives from nothing catalogued. */
  | { readonly kind: 'instance'; readonly cls: ClassInfo }
  | { readonly kind: 'module'; readonly name: string; readonly file?: string }
  | { readonly kind: 'function'; readonly node: PyNode; readonly module: PyModule; readonly self?: Value }
  /** A catalogued method, bound to what it is called on. */
  | { readonly kind: 'method'; readonly owner: ObjectValue; readonly name: string; readonly fact: Method }
  /** A function that a catalogued module exports. */
  | { readonly kind: 'export'; readonly library: string; readonly name: string; readonly fact: ExportFact }
  | { readonly kind: 'awaitable'; readonly of: Value }
  | { readonly kind: 'list'; readonly of: Value }
  | { readonly kind: 'tuple'; readonly items: readonly Value[] }
  | { readonly kind: 'super'; readonly cls: ClassInfo; readonly self: Value };

export const UNKNOWN: Value = { kind: 'unknown' };
export const DATA: Value = { kind: 'data' };

/** What a name means that may be bound to either. */
export function merge(a: Value, b: Value): Value {
  if (a.kind === 'data') return b;
  if (b.kind === 'data' || a === b) return a;
  if (a.kind === 'object' && b.kind === 'object') return mergeObjects(a, b);
  if (a.kind === 'class' && b.kind === 'class') return isSameClass(a.cls, b.cls) ? a : UNKNOWN;
  if (a.kind === 'list' && b.kind === 'list') return { kind: 'list', of: merge(a.of, b.of) };
  if (a.kind === 'awaitable' && b.kind === 'awaitable') return { kind: 'awaitable', of: merge(a.of, b.of) };
  return UNKNOWN;
}

function mergeObjects(a: ObjectValue, b: ObjectValue): Value {
  if (a.ref.type !== b.ref.type || a.ref.library !== b.ref.library || a.plain !== b.plain) return UNKNOWN;
  const { cls, model, rows, queryClass, fetched } = a;
  return {
    kind: 'object',
    ref: a.ref,
    ...(cls && isSameClass(cls, b.cls) && { cls }),
    ...(model && isSameClass(model, b.model) && { model }),
    ...(rows !== undefined && rows === b.rows && { rows }),
    ...(queryClass && isSameClass(queryClass, b.queryClass) && { queryClass }),
    ...(fetched && b.fetched && isSameSet(fetched, b.fetched) && { fetched }),
    ...(a.plain !== undefined && { plain: a.plain }),
  };
}

export function isSameClass(a: ClassInfo, b: ClassInfo | undefined): boolean {
  return b !== undefined && a.name === b.name && a.module.file === b.module.file && a.node?.start === b.node?.start;
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((name) => b.has(name));
}
