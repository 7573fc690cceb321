/** Functions that refine a query on behalf of the call they are handed to: `where((query) => { query.orWhere(...) })`. */
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import type { Call, FileFacts, FunctionFact } from './model.ts';
import { isQueryType, refinesInPlace } from './types.ts';

/**
 * The call that hands a function the query which the chain of `call` refines, as its parameter or as `this`: what is
 * built there is a part of that call's query, and nobody has to await it. The client of a transaction is no query.
 */
export function builtOnto(facts: FileFacts, catalogs: CatalogSet, call: Call): Call | undefined {
  let first = call;
  for (;;) {
    if (!refinesInPlace(catalogs, first)) return undefined;
    const before: Call | undefined = first.receiver === undefined ? undefined : facts.calls[first.receiver];
    if (before === undefined || before.id >= first.id) break;
    first = before;
  }
  if (!isQueryType(catalogs, first.owner)) return undefined;
  let fn = facts.functions[call.function];
  while (fn !== undefined && !givesRoot(facts, fn, first)) fn = enclosing(facts, fn);
  const taker = facts.calls[fn?.handedTo?.call ?? -1];
  return taker?.fact.transaction?.callback === fn?.handedTo?.index ? undefined : taker;
}

/** Outer functions come before those inside of them; where they do not, there is no end to going outwards. */
function enclosing({ functions }: FileFacts, { id, parent }: FunctionFact): FunctionFact | undefined {
  return parent < id ? functions[parent] : undefined;
}

/** The chain starts from a parameter of the function, or from its `this`. */
function givesRoot({ text }: FileFacts, fn: FunctionFact, { root, origin }: Call): boolean {
  if (text.slice(root.start, root.end) === 'this') return fn.kind !== 'arrow';
  if (origin?.ends.length !== 1) return false;
  const isInside = ({ start, end }: { start: number; end: number }): boolean =>
    start <= origin.declared && origin.declared < end;
  return fn.parameters?.some(({ span }) => isInside(span)) === true;
}
