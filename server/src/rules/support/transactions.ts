/** The transaction that a piece of code runs in, as far as the file shows it. */
import { callsPerElement, isPromiseMethod } from '../../analysis/callees.ts';
import type { Call, FileFacts, FunctionFact, Span } from '../../analysis/model.ts';
import { namesIn } from './names.ts';

export interface Transaction {
  /** The call that opens it. */
  readonly opener: Call;
  /** The function it is opened around. */
  readonly callback: FunctionFact;
  /** Functions between the code and the callback, innermost first. */
  readonly inner: readonly FunctionFact[];
}

/** Deeper nesting than this is no program of anybody's; facts that lead in circles end here. */
const DEEPEST = 50;

/** The innermost transaction around the code of a function. */
export function transactionAround(facts: FileFacts, id: number): Transaction | undefined {
  const inner: FunctionFact[] = [];
  let fn = facts.functions[id];
  while (fn !== undefined && inner.length < DEEPEST) {
    const opener = openerOf(facts, fn);
    if (opener !== undefined) return { opener, callback: fn, inner };
    if (!runsWithin(fn)) return undefined;
    inner.push(fn);
    fn = facts.functions[fn.parent];
  }
  return undefined;
}

/** All transactions around the code of a function, innermost first: the others are those it is nested in. */
export function transactionsAround(facts: FileFacts, id: number): readonly Transaction[] {
  const found: Transaction[] = [];
  for (let at = id; found.length < DEEPEST;) {
    const next = transactionAround(facts, at);
    if (next === undefined) return found;
    found.push(next);
    at = next.opener.function;
  }
  return found;
}

/** The call that opens a transaction around this function. */
export function openerOf(facts: FileFacts, { argumentOf }: FunctionFact): Call | undefined {
  const call = argumentOf?.call === undefined ? undefined : facts.calls[argumentOf.call];
  return call?.fact.transaction?.callback === argumentOf?.index ? call : undefined;
}

/** A callback that is called while the function around it runs. Failures may be told of outside a transaction. */
function runsWithin({ argumentOf: caller }: FunctionFact): boolean {
  if (caller === undefined || caller.call !== undefined) return false;
  return callsPerElement(caller) || (isPromiseMethod(caller.name) && caller.name !== 'catch');
}

/** The callback's client, when it has a name. */
export function clientName({ callback }: Transaction): string | undefined {
  return callback.parameters?.[0]?.name;
}

/** The code names a parameter of the callback: it was handed the transaction. */
export function mentionsClient(facts: FileFacts, { callback }: Transaction, code: Span): boolean {
  const parameters = callback.parameters ?? [];
  return namesIn(facts, code).some(({ declared }) =>
    parameters.some(({ span }) => span.start <= declared && declared < span.end),
  );
}
