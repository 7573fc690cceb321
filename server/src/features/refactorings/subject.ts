/** Which query the cursor is on: that of the innermost chain it touches, without what stands in its calls' brackets. */
import type { FileAnalysis } from '../../analysis/judgement.ts';
import type { Call, Span } from '../../analysis/model.ts';
import type { CatalogSet } from '../../catalogs/catalogSet.ts';
import { isInTransaction } from '../../rules/prefer-parallel-queries.ts';
import { isSent, startOf } from '../../rules/support/sending.ts';
import type { Subject } from './refactoring.ts';

/** `undefined` where no query is, or one that is not sent where it stands. */
export function subjectAt(analysis: FileAnalysis, catalogs: CatalogSet, cursor: Span): Subject | undefined {
  let found: Subject | undefined;
  for (const chain of analysis.chains) {
    const subject = subjectOf(analysis, catalogs, chain.calls);
    if (!subject || !touches(analysis, chain.calls, subject.value, cursor)) continue;
    if (!found || subject.value.end - subject.value.start < found.value.end - found.value.start) found = subject;
  }
  return found;
}

function subjectOf(analysis: FileAnalysis, catalogs: CatalogSet, ids: readonly number[]): Subject | undefined {
  const { calls, text } = analysis.facts;
  const call = ids.map((id) => calls[id]).findLast((each) => each !== undefined && isSent(analysis, each));
  if (!call || call.helper || call.implicit) return undefined;
  const awaited = call.use.kind === 'awaited' && isBareAwait(text, call.use.span, call);
  if (call.use.kind === 'awaited' && !awaited) return undefined;
  const value = call.use.kind === 'awaited' ? call.use.span : call.span;
  return { analysis, catalogs, call, value, awaited };
}

/** `await` with nothing between it and the call, no comment and no bracket. */
function isBareAwait(text: string, { start, end }: Span, { span }: Call): boolean {
  return end === span.end && /^await\s+$/.test(text.slice(start, span.start));
}

function touches({ facts }: FileAnalysis, ids: readonly number[], value: Span, { start, end }: Span): boolean {
  if (end < value.start || value.end < start) return false;
  return !ids.some((id) => {
    const args = facts.calls[id]?.args;
    return args !== undefined && args.start <= start && end < args.end;
  });
}

/** Nothing stands in the brackets of a call. */
export function hasNoArguments({ facts }: FileAnalysis, { args }: Call): boolean {
  return /^\s*\)?$/.test(facts.text.slice(args.start, args.end));
}

/**
 * It stands in a transaction, or its client is handed in or opened here and may be that of one. There a query that
 * nobody waits for any more would go on in what has ended, and a failure ends all of it.
 */
export function mayBeInTransaction(analysis: FileAnalysis, call: Call): boolean {
  const { origin, owner } = startOf(analysis, call);
  return origin?.kind === 'parameter' || /transaction/i.test(owner.type) || isInTransaction(analysis.facts, call);
}
