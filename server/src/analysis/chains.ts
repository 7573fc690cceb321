/** Links calls by their receivers, so that everything later can speak of whole chains. */
import type { Call, FileFacts } from './model.ts';

/** The calls of one chain in order, and the place of each call in its chain. */
export interface Links {
  /** Call ids of each chain, from the root to the last link. */
  readonly chains: readonly (readonly number[])[];
  /** By call id: the chain it belongs to. */
  readonly chainOf: readonly number[];
}

/**
 * Groups calls into chains. A receiver stands before its call in the source, so ids only ever point back;
 * one that does not, or that already has a next link, starts no cycle here but a chain of its own.
 */
export function linkChains(facts: FileFacts): Links {
  const chains: number[][] = [];
  const chainOf: number[] = [];
  for (const call of facts.calls) {
    const receiver = call.receiver === undefined ? undefined : chainOf[call.receiver];
    const before = receiver === undefined ? undefined : chains[receiver];
    if (receiver !== undefined && before?.at(-1) === call.receiver) {
      before?.push(call.id);
      chainOf.push(receiver);
    } else {
      chainOf.push(chains.length);
      chains.push([call.id]);
    }
  }
  return { chains, chainOf };
}

/** The calls of a chain, ids that do not exist left out. */
export function callsOf(facts: FileFacts, ids: readonly number[]): readonly Call[] {
  return ids.flatMap((id) => facts.calls[id] ?? []);
}
