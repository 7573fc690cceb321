/**
 * `async` callbacks of array methods whose promises nobody waits for: `forEach` throws them away, `filter` takes them
 * for conditions, and the array that `map` makes of them may be dropped, or kept and never awaited.
 */
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { isArrayMethod, isPredicateMethod } from './callees.ts';
import { losesQuery } from './fates.ts';
import type { Fate, Unwaited } from './judgement.ts';
import { isLeftAloneByComment } from './leftAlone.ts';
import type { Callee, FileFacts, FunctionFact } from './model.ts';
import { fatesOfGathered } from './valueFlow.ts';

/** In source order; only callbacks that a catalogued call stands in. */
export function unwaitedCallbacks(facts: FileFacts, catalogs: CatalogSet): readonly Unwaited[] {
  return facts.functions.flatMap((fn) => {
    const { argumentOf: caller, argumentUse } = fn;
    if (!fn.async || caller === undefined || !isArrayMethod(caller)) return [];
    if (argumentUse !== undefined && isLeftAloneByComment(facts.text, argumentUse)) return [];
    const found = lossOf(facts, catalogs, fn, caller);
    return found === undefined ? [] : [{ function: fn.id, method: caller.name, ...found }];
  });
}

function lossOf(
  facts: FileFacts,
  catalogs: CatalogSet,
  fn: FunctionFact,
  caller: Callee,
): Pick<Unwaited, 'how' | 'by'> | undefined {
  if (caller.name === 'forEach') return { how: 'ignored' };
  if (isPredicateMethod(caller.name)) return { how: 'condition' };
  if (caller.name !== 'map' && caller.name !== 'flatMap') return undefined;
  const call = facts.calls.find((other) => other.function === fn.id);
  const fates = call === undefined ? [] : fatesOfGathered(facts, catalogs, call, fn);
  const [by] = fates;
  return by !== undefined && fates.every(isLost) ? { how: 'gathered', by } : undefined;
}

/** `void` says that nobody has to wait. */
function isLost(fate: Fate): boolean {
  return losesQuery(fate) && fate.kind !== 'voided';
}
