/** The names engine, type arguments: a call may write out that its result is of a more particular type. */
import type { CallExpression } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { TypeRef } from '../../catalogs/schema.ts';
import { basesOf } from './classMembers.ts';
import { evaluateType } from './evaluateType.ts';
import type { Evaluation } from './evaluation.ts';
import type { Module } from './modules.ts';
import type { Value } from './values.ts';

/** Interfaces that inherit from interfaces, more often than anybody writes. */
const MOST_BASES = 8;

/** The result of a call as its type arguments have it: `model<Cat, PaginateModel<Cat>>('Cat')` gives the latter. */
export function asWritten(ctx: Evaluation, result: Value, node: CallExpression, module: Module): Value {
  if (result.kind !== 'instance' || node.typeArguments === undefined) return result;
  for (const argument of node.typeArguments) {
    const found = derived(ctx, evaluateType(ctx, argument, module), result.ref, 0);
    if (found) return found;
  }
  return result;
}

/** The catalogued type, derived from `base`, that a value is of; of an interface of the user's, one that it inherits. */
function derived(ctx: Evaluation, value: Value, base: TypeRef, depth: number): Value | undefined {
  if (value.kind === 'instance') return inherits(ctx, value.ref, base) ? value : undefined;
  if (value.kind !== 'object' || !is.isInterfaceDeclaration(value.node) || depth > MOST_BASES) return undefined;
  for (const inherited of basesOf(ctx, value.node, value.module)) {
    const found = derived(ctx, inherited, base, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** Catalogs are validated: no type inherits from itself. */
function inherits({ catalogs }: Evaluation, ref: TypeRef, base: TypeRef): boolean {
  const reaches = (type: string): boolean =>
    (catalogs.type({ ...ref, type })?.extends ?? []).some((next) => next === base.type || reaches(next));
  return ref.library === base.library && reaches(ref.type);
}
