/** The queries of a file, each a chain with all that is said about it: what the query map and the code lens list. */
import type { Chain, FileAnalysis, Label } from '../analysis/judgement.ts';
import type { Call, Span } from '../analysis/model.ts';
import type { Finding } from '../rules/rule.ts';
import { labelText } from './labelText.ts';
import { targetOf } from './queryTarget.ts';

export interface Query {
  /** The chain, or the call of a function of the user's. */
  readonly span: Span;
  /** The name of the call that decides: the one that sends, else the last. */
  readonly name: Span;
  /** The chain on one line, cut where it is long. */
  readonly code: string;
  /** The library's id. */
  readonly library: string;
  /** The model or table, where the code says it. */
  readonly target?: string;
  /** The verb of its SQL. */
  readonly verb?: string;
  readonly label: Label;
  /** The label with what is worth adding: `executing · awaited`. */
  readonly says: string;
  readonly inLoop: boolean;
  /** The function it stands in; -1 at the top level of the module. */
  readonly function: number;
  readonly findings: readonly Finding[];
}

const SENT: ReadonlySet<Label> = new Set(['executing', 'blocking', 'streaming']);
const MOST_CODE = 120;

/** In source order. A piece of another query is none, and neither is what opens a transaction. */
export function queriesOf(analysis: FileAnalysis, findings: readonly Finding[]): readonly Query[] {
  const byChain = new Map<number, Finding[]>();
  for (const finding of findings) {
    const chain = analysis.labels[finding.call]?.chain;
    if (chain !== undefined) byChain.set(chain, [...(byChain.get(chain) ?? []), finding]);
  }
  const queries = analysis.chains.flatMap((chain) => toQuery(analysis, chain, byChain.get(chain.id) ?? []) ?? []);
  return queries.toSorted((a, b) => a.span.start - b.span.start);
}

function toQuery(analysis: FileAnalysis, chain: Chain, findings: readonly Finding[]): Query | undefined {
  const calls = chain.calls.flatMap((id) => analysis.facts.calls[id] ?? []);
  const decisive = decisiveOf(analysis, calls);
  if (decisive === undefined || (findings.length === 0 && !isQuery(analysis, calls, decisive))) return undefined;
  const target = targetOf(analysis, chain, calls);
  return {
    span: chain.span,
    name: decisive.name,
    code: codeOf(analysis.facts.text, chain.span),
    library: decisive.owner.library,
    ...(target !== undefined && { target }),
    ...(chain.verb !== undefined && { verb: chain.verb }),
    label: labelOf(analysis, decisive),
    says: labelText(analysis, decisive.id),
    inLoop: analysis.labels[decisive.id]?.inLoop ?? chain.inLoop,
    function: decisive.function,
    findings,
  };
}

/** The last call that sends, else the last that is a part of the query at all. */
function decisiveOf(analysis: FileAnalysis, calls: readonly Call[]): Call | undefined {
  return (
    calls.findLast((call) => SENT.has(labelOf(analysis, call))) ??
    calls.findLast((call) => labelOf(analysis, call) !== 'local') ??
    calls.at(-1)
  );
}

function isQuery(analysis: FileAnalysis, calls: readonly Call[], decisive: Call): boolean {
  const label = labelOf(analysis, decisive);
  if (decisive.helper || decisive.fact.transaction !== undefined || label === 'local') return false;
  if (SENT.has(label)) return true;
  const fates = analysis.flows[calls.at(-1)?.id ?? -1]?.fates ?? [];
  return fates.length === 0 || fates.some(({ kind }) => kind !== 'linked' && kind !== 'part');
}

function labelOf({ labels }: FileAnalysis, { id }: Call): Label {
  return labels[id]?.label ?? 'local';
}

function codeOf(text: string, { start, end }: Span): string {
  const code = text
    .slice(start, end)
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/ (?=\.)/g, '');
  return code.length <= MOST_CODE ? code : `${code.slice(0, MOST_CODE - 1)}…`;
}
