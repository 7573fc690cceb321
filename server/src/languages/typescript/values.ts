/** What an expression is, as far as names tell. */
import type { ClassLikeDeclaration, Node } from 'typescript/unstable/ast';
import type { ExportFact, Method, TypeRef } from '../../catalogs/schema.ts';
import type { FunctionNode } from './syntax.ts';
import type { Module } from './modules.ts';

export type Value =
  /** A value of a catalogued type; `entity` is an instance of the user's class that it deals in. */
  | { readonly kind: 'instance'; readonly ref: TypeRef; readonly entity?: Value }
  | { readonly kind: 'promise'; readonly of: Value }
  | { readonly kind: 'array'; readonly of: Value }
  /** A `Map`, by what it maps to. */
  | { readonly kind: 'map'; readonly of: Value }
  /** An array literal, element by element. */
  | { readonly kind: 'tuple'; readonly elements: readonly Value[] }
  /** A catalogued method taken off its owner: `({ selectFrom }) => selectFrom('t')`. */
  | { readonly kind: 'method'; readonly owner: TypeRef; readonly fact: Method; readonly entity?: Value }
  /** What a catalogued module exports: a class, function or value, in its three faces. */
  | {
      readonly kind: 'fact';
      readonly library: string;
      readonly fact: ExportFact;
      readonly module: string;
      readonly name: string;
    }
  /** A namespace of a catalogued module: `import * as k from 'kysely'` (empty prefix), `Prisma`. */
  | { readonly kind: 'namespace'; readonly module: string; readonly prefix: string }
  /** A module of the user's. */
  | { readonly kind: 'module'; readonly module: Module }
  | { readonly kind: 'class'; readonly node: ClassLikeDeclaration; readonly module: Module }
  /** An instance of a user's class, or a value of a user's interface or object type. */
  | { readonly kind: 'object'; readonly node: Node; readonly module: Module }
  | { readonly kind: 'function'; readonly node: FunctionNode; readonly module: Module }
  /** A function known by its type alone: `(tx: Transaction) => Promise<void>`, a method signature. */
  | { readonly kind: 'signature'; readonly node: Node; readonly module: Module }
  /** Several at once: an intersection of types. */
  | { readonly kind: 'all'; readonly of: readonly Value[] }
  /** Nothing a library owns. */
  | { readonly kind: 'none' }
  /** Names do not tell: the type checker may. */
  | { readonly kind: 'unknown' };

export const NONE: Value = { kind: 'none' };
export const UNKNOWN: Value = { kind: 'unknown' };

/** Whether a value says something. */
export function says(value: Value): boolean {
  return value.kind !== 'none' && value.kind !== 'unknown';
}

/** The first value that says something; otherwise `unknown` if one of them is that. */
export function firstOf(values: Iterable<Value>): Value {
  let best: Value = NONE;
  for (const value of values) {
    if (says(value)) return value;
    if (value.kind === 'unknown') best = UNKNOWN;
  }
  return best;
}

export function instance(ref: TypeRef, entity?: Value): Value {
  return entity === undefined ? { kind: 'instance', ref } : { kind: 'instance', ref, entity };
}

/** What `await` gives. */
export function promiseOf(value: Value): Value {
  return value.kind === 'promise' ? value : { kind: 'promise', of: value };
}
