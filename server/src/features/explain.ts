/** Every call of a file with all that is known about it, for `query-lens explain`. */
import type { FileAnalysis, Label, Verdict } from '../analysis/judgement.ts';
import type { Span } from '../analysis/model.ts';
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import type { Execution } from '../catalogs/schema.ts';
import { referenceEntry } from './reference.ts';

export interface ExplainedCall {
  readonly call: number;
  /** The method's name. */
  readonly span: Span;
  readonly method: string;
  readonly library: string;
  /** As the method reference names it. */
  readonly type: string;
  readonly execution: Execution;
  readonly label: Label;
  readonly verdict: Verdict;
  /** The code to write instead of a blocking call; `null`: there is none, or none is needed. */
  readonly asyncEquivalent: string | null;
}

/** In source order. */
export function explain(analysis: FileAnalysis, catalogs: CatalogSet): readonly ExplainedCall[] {
  return analysis.facts.calls.flatMap((call) => {
    const label = analysis.labels[call.id];
    if (label === undefined || call.helper) return [];
    const entry = referenceEntry(catalogs.catalogs, call.owner, call.method, call.kind);
    return {
      call: call.id,
      span: call.name,
      method: call.method,
      library: call.owner.library,
      type: entry?.type ?? call.owner.type,
      execution: call.fact.execution,
      label: label.label,
      verdict: label.verdict,
      asyncEquivalent: call.fact.asyncEquivalent ?? null,
    };
  });
}
