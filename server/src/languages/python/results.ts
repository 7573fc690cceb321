/** The catalogued type that a call gives; of a coroutine, what awaiting it gives. */
import type { TypeRef } from '../../catalogs/schema.ts';
import type { Owned } from './collect.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation } from './evaluation.ts';
import type { PyModule } from './modules.ts';
import type { Value } from './values.ts';

export function resultTypeOf(
  ctx: Evaluation,
  module: PyModule,
  { node, kind }: Owned,
): { readonly ref: TypeRef; readonly array: boolean } | undefined {
  if (kind === 'evaluation') return undefined;
  const value = evaluate(ctx, node, module);
  return typeOf(value.kind === 'awaitable' ? value.of : value);
}

function typeOf(value: Value): { readonly ref: TypeRef; readonly array: boolean } | undefined {
  if (value.kind === 'object') return { ref: value.ref, array: false };
  return value.kind === 'list' && value.of.kind === 'object' ? { ref: value.of.ref, array: true } : undefined;
}
