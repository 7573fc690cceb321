/** What Python's brackets and `in` do to the session of a request: it is fetched at its first use. */
import type { Owned } from './collect.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation } from './evaluation.ts';
import type { PyModule } from './modules.ts';
import { functionAround, isAsync, type PyNode } from './tree.ts';

/** Only in an `async def`: elsewhere every view has such lines, and nothing else to write. */
export function sessionUse(
  ctx: Evaluation,
  node: PyNode,
  source: PyNode,
  module: PyModule,
  start: number,
  end: number,
): readonly Owned[] {
  const around = functionAround(node);
  if (around?.type !== 'function_definition' || !isAsync(around, module.text)) return [];
  const value = evaluate(ctx, source, module);
  if (value.kind !== 'object' || value.ref.type !== 'Session') return [];
  const method = methodAt(node);
  const fact = ctx.catalogs.method(value.ref, method);
  if (!fact || module.text.slice(start, end).includes('\n')) return [];
  const name = { start, end };
  return [{ node, name, method, owner: value.ref, fact, receiver: source, on: value, kind: 'evaluation' }];
}

function methodAt(node: PyNode): string {
  if (node.type === 'comparison_operator') return '__contains__';
  if (node.parent?.type === 'delete_statement') return '__delitem__';
  return node.field === 'left' ? '__setitem__' : '__getitem__';
}
