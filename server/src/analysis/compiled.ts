/** What becomes of a query that goes on only as its SQL: `q.compile()`, `q.toSQL()`. */
import { takesPlainValue } from './callees.ts';
import type { Verdict } from './judgement.ts';
import type { Call, FileFacts, Use } from './model.ts';

/** Best last. */
const LIKELY: readonly Verdict[] = ['never', 'unknown', 'later', 'here'];

/**
 * When the query runs whose SQL a local call gives: where a call of the library runs what it is handed, never when
 * the SQL is dropped or only printed, and otherwise nobody knows, for any driver can send it.
 */
export function compiledVerdict(facts: FileFacts, call: Call): Verdict {
  return verdictOf(facts, call.use, new Set());
}

function verdictOf(facts: FileFacts, use: Use, seen: Set<number>): Verdict {
  switch (use.kind) {
    case 'dropped':
    case 'voided':
    case 'value':
      return 'never';
    case 'element':
    case 'property':
      return verdictOf(facts, use.use, seen);
    case 'argument': {
      const { callee } = use;
      if (callee.call !== undefined) return facts.calls[callee.call]?.fact.runsArguments === true ? 'here' : 'unknown';
      const text = facts.text.slice(callee.span.start, callee.span.end).replace(/\s+/g, '');
      return takesPlainValue(text) ? 'never' : 'unknown';
    }
    case 'stored': {
      const variable = use.pattern ? undefined : facts.variables[use.variable];
      if (variable === undefined || variable.exported || seen.has(use.variable)) return 'unknown';
      seen.add(use.variable);
      const verdicts = variable.references.map((reference) => verdictOf(facts, reference.use, seen));
      const best = LIKELY[Math.max(0, ...verdicts.map((verdict) => LIKELY.indexOf(verdict)))] ?? 'unknown';
      return best === 'here' ? 'later' : best;
    }
    default:
      return 'unknown';
  }
}
