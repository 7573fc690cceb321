/** The label of each call: its method's execution, seen at the place where the call stands. */
import type { Links } from './chains.ts';
import { isCalledPerElement } from './callees.ts';
import type { CallLabel, Fate, Flow, Label, Verdict } from './judgement.ts';
import type { Call, FileFacts } from './model.ts';

/** Labels every call; `verdicts` is by chain, `flows` by call. */
export function labelsOf(
  facts: FileFacts,
  links: Links,
  flows: readonly Flow[],
  verdicts: readonly Verdict[],
): readonly CallLabel[] {
  const inLoop = loopsOf(facts);
  return facts.calls.map((call) => {
    const chain = links.chainOf[call.id] ?? -1;
    const ofChain = verdicts[chain] ?? 'unknown';
    const isLast = links.chains[chain]?.at(-1) === call.id;
    const sends = call.fact.execution === 'executing' || call.fact.execution === 'blocking';
    const fates = flows[call.id]?.fates ?? [];
    return {
      call: call.id,
      chain,
      label: labelOf(call, isLast ? ofChain : 'unknown', fates),
      verdict: sends ? 'here' : ofChain,
      awaited: call.use.kind === 'awaited' || fates.some(({ kind, direct }) => kind === 'awaited' && direct),
      inLoop: inLoop(call.id),
    };
  });
}

/** `verdict` is the chain's for its last link, and `unknown` for the others. */
function labelOf({ fact }: Call, verdict: Verdict, fates: readonly Fate[]): Label {
  switch (fact.execution) {
    case 'deferred': {
      // A query that another call runs (`prisma.$transaction([q])`) sends nothing itself.
      if (verdict !== 'here' || fates.some(({ kind }) => kind === 'run')) return 'lazy';
      return fates.some(({ kind, direct }) => kind === 'iterated' && direct) ? 'streaming' : 'executing';
    }
    case 'streaming':
      // A further call goes on with the cursor: that sends the query, or only refines it.
      return fact.eager === true || verdict === 'on iteration' || verdict === 'never' ? 'streaming' : 'lazy';
    default:
      return fact.execution;
  }
}

/**
 * Whether a call happens once per turn of a loop: one around it in its function, or the callback of an
 * array method it stands in. A callback handed to the library (a transaction's) happens as often as the
 * call that takes it.
 */
function loopsOf(facts: FileFacts): (call: number) => boolean {
  const known = new Map<number, boolean>();
  return function inLoop(id: number): boolean {
    const call = facts.calls[id];
    const before = known.get(id);
    if (call === undefined || before !== undefined) return before ?? false;
    known.set(id, false);
    const callback = facts.functions[call.function];
    const caller = callback?.argumentOf?.call;
    const perElement = callback !== undefined && isCalledPerElement(facts, callback);
    const answer = call.loops.length > 0 || perElement || (caller !== undefined && inLoop(caller));
    known.set(id, answer);
    return answer;
  };
}
