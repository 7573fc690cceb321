/** Which calls send a query, seen at the place where they stand. */
import { runsQuery } from '../../analysis/fates.ts';
import type { FileAnalysis } from '../../analysis/judgement.ts';
import type { Call } from '../../analysis/model.ts';
import { verbOfChain } from '../../analysis/sqlVerb.ts';

/** The call sends its query itself: by being made, or by what is done with its value. */
export function isSent(analysis: FileAnalysis, { id, fact }: Call): boolean {
  if (fact.promise === true) return false;
  switch (fact.execution) {
    case 'executing':
    case 'blocking':
      return true;
    case 'deferred': {
      const fates = analysis.flows[id]?.fates ?? [];
      // One that is handed over (`$transaction([q])`) is sent by who takes it.
      return fates.some(runsQuery) && !fates.some(({ kind }) => kind === 'run');
    }
    default:
      return false;
  }
}

/** The first call of the chain that a call belongs to. */
export function firstOf({ chains, facts, labels }: FileAnalysis, call: Call): Call {
  const chain = chains[labels[call.id]?.chain ?? -1];
  return facts.calls[chain?.calls[0] ?? call.id] ?? call;
}

/** Builders kept in variable after variable, more often than anybody does by hand. */
const MOST_VARIABLES = 8;

/** The first call of the query that a call belongs to, found through the constants that keep its beginning. */
export function startOf(analysis: FileAnalysis, call: Call): Call {
  const { calls, variables } = analysis.facts;
  let first = firstOf(analysis, call);
  for (let steps = 0; steps < MOST_VARIABLES && first.receiverVariable !== undefined; steps++) {
    const kept = first.receiverVariable;
    if (variables[kept]?.kind !== 'const') return first;
    const last = calls.find(({ use }) => use.kind === 'stored' && use.variable === kept && !use.pattern);
    if (last === undefined) return first;
    first = firstOf(analysis, last);
  }
  return first;
}

/** The calls of a chain up to this one. */
export function linksTo({ chains, facts, labels }: FileAnalysis, call: Call): readonly Call[] {
  const ids = chains[labels[call.id]?.chain ?? -1]?.calls ?? [call.id];
  return ids.flatMap((id) => (id <= call.id ? (facts.calls[id] ?? []) : []));
}

/** The verb of the SQL that a call sends. */
export function verbOf(analysis: FileAnalysis, call: Call): string | undefined {
  return verbOfChain(analysis.facts.text, linksTo(analysis, call));
}

/** The code of a query whose verb only its SQL tells; `undefined` for any other. */
export function rawQueryOf(analysis: FileAnalysis, call: Call): string | undefined {
  const isKnown = linksTo(analysis, call).some(({ fact }) => fact.verb !== undefined);
  return isKnown ? undefined : analysis.facts.text.slice(call.span.start, call.span.end);
}

/** A SELECT that takes a lock or a number, or sets something. */
const ACTS = /\bfor\s+(?:key|no\s+key|share|update)\b|lock\b|\b(?:next|set)val\b|\bset_config\b|\binto\b/i;

/** It asks for rows, and changes nothing. */
export function onlyReads(analysis: FileAnalysis, call: Call): boolean {
  if (verbOf(analysis, call) !== 'SELECT') return false;
  const raw = rawQueryOf(analysis, call);
  return raw === undefined || (/\bfrom\b/i.test(raw) && !ACTS.test(raw));
}

/** The title of the library a call belongs to. */
export function titleOf({ titles }: FileAnalysis, { owner }: Call): string {
  return titles[owner.library] ?? owner.library;
}
