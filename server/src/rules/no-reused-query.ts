/**
 * Reports a deferred query that is awaited a second time, where the library sends it again or refuses.
 *
 * Only a constant that holds nothing else is followed, in the function that declares it. Awaits that one run of
 * the function can't both come to are no second await, and neither is one behind a `return`. A read that is
 * repeated after something was written is taken for what it looks like: asking again.
 */
import { runsQuery } from '../analysis/fates.ts';
import { isCalledPerElement } from '../analysis/callees.ts';
import type { Fate, FileAnalysis } from '../analysis/judgement.ts';
import type { BranchFact, Call, FileFacts, LoopFact, Reference, VariableFact } from '../analysis/model.ts';
import type { Fix, Problem, Rule } from './rule.ts';
import { isSent, titleOf, verbOf } from './support/sending.ts';

export const noReusedQuery: Rule = {
  meta: {
    id: 'no-reused-query',
    summary: 'Reports a query that is awaited a second time, and so sent again or refused.',
    severity: 'warning',
  },
  find: (analysis) => analysis.facts.calls.flatMap((call) => problemOf(analysis, call) ?? []),
};

/** One place where the query is run. */
interface Run {
  readonly fate: Fate;
  readonly reference: Reference;
}

type Outcome = 'reruns' | 'throws';

function problemOf(analysis: FileAnalysis, call: Call): Problem | undefined {
  const { facts, flows } = analysis;
  const flow = flows[call.id];
  const outcome = flow?.secondAwait;
  const kept = call.use.kind === 'stored' && !call.use.pattern ? facts.variables[call.use.variable] : undefined;
  if (flow === undefined || kept?.kind !== 'const' || outcome === undefined || outcome === 'cached') return undefined;
  // A query that further calls are made on is a beginning of others.
  if (kept.references.some(({ use }) => use.kind === 'receiver' && !isRunCall(facts, use.call))) return undefined;
  const runs = flow.fates.flatMap((fate) => runOf(facts, kept, fate) ?? []);
  const again = runs.find((run) => isRepeated(analysis, run, kept, outcome));
  const second = runs.find((run) => runs.some((other) => follows(analysis, call, other, run)));
  const at = second ?? again;
  if (at === undefined) return undefined;
  const message = messageOf(analysis, call, kept, outcome, at, second === undefined);
  return { span: at.reference.span, call: call.id, message, fixes: keepFix(analysis, call, kept, runs) };
}

/** `query.exec()`: it does what `await` does. */
function isRunCall({ calls }: FileFacts, id: number): boolean {
  const call = calls[id];
  return call?.fact.execution === 'executing' && /^exec(?:ute)?$/.test(call.method);
}

function runOf(facts: FileFacts, kept: VariableFact, fate: Fate): Run | undefined {
  // What another call runs is its business.
  const runs = runsQuery(fate) || (fate.kind === 'linked' && isRunCall(facts, fate.call ?? -1));
  if (!runs || fate.kind === 'run' || fate.read === undefined) return undefined;
  const reference = kept.references.find(({ span }) => span.start === fate.read?.start);
  return reference && { fate, reference };
}

/** Run once per turn of a loop, or per element, that the query is not built in. */
function isRepeated({ facts }: FileAnalysis, { reference }: Run, kept: VariableFact, outcome: Outcome): boolean {
  if (reference.branches?.some(({ leaves }) => leaves) === true) return false;
  const isAround = ({ span }: LoopFact): boolean => span.start > kept.declaration.start;
  const loop = reference.loops.find(isAround);
  if (loop !== undefined && reference.function === kept.function) {
    // Turns of other loops may be attempts, or ask until there is an answer.
    const isPerElement = loop.kind === 'for-of' || loop.kind === 'for-in';
    return (isPerElement || outcome === 'throws') && loop.exits?.length === 0;
  }
  const caller = facts.functions[reference.function];
  return caller?.parent === kept.function && isCalledPerElement(facts, caller);
}

/** The second place is come to after the first, in one run of the function. */
function follows(analysis: FileAnalysis, call: Call, { reference: first }: Run, { reference: second }: Run): boolean {
  const isLater = first.span.start < second.span.start && first.function === second.function;
  if (!isLater || first.function !== call.function) return false;
  return !areExclusive(first.branches ?? [], second.branches ?? []) && !asksAgain(analysis, call, first, second);
}

function areExclusive(first: readonly BranchFact[], second: readonly BranchFact[]): boolean {
  return first.some((branch) => {
    const other = second.find(({ at }) => at === branch.at);
    return other === undefined ? branch.leaves : other.arm !== branch.arm;
  });
}

/** A read is repeated after a write. */
function asksAgain(analysis: FileAnalysis, call: Call, first: Reference, second: Reference): boolean {
  if (verbOf(analysis, call) !== 'SELECT') return false;
  return analysis.facts.calls.some(
    (other) =>
      first.span.end < other.name.start &&
      other.name.start < second.span.start &&
      other.id !== call.id &&
      (other.receiverVariable === undefined ||
        call.use.kind !== 'stored' ||
        other.receiverVariable !== call.use.variable) &&
      isSent(analysis, other) &&
      verbOf(analysis, other) !== 'SELECT',
  );
}

function messageOf(
  analysis: FileAnalysis,
  call: Call,
  { name }: VariableFact,
  outcome: Outcome,
  { fate }: Run,
  inLoop: boolean,
): string {
  const title = titleOf(analysis, call);
  const when = inLoop ? 'in every turn of the loop' : 'a second time';
  const done = fate.kind === 'linked' ? 'executed' : 'awaited';
  const what =
    outcome === 'reruns'
      ? `each \`await\` of a ${title} query sends it anew`
      : `a ${title} query that has been sent throws when it is ${done} again`;
  return `\`${name}\` is ${done} ${when}, and ${what}. Await it once, and keep the result.`;
}

/** Awaits the query where it is built, when all that is done with it is to await it. */
function keepFix({ facts }: FileAnalysis, call: Call, kept: VariableFact, runs: readonly Run[]): readonly Fix[] {
  const isAsync = facts.functions[call.function]?.async === true || call.function === -1;
  if (!isAsync || !call.awaitable || runs.length !== kept.references.length) return [];
  const edits = runs.flatMap(({ fate, reference }) => {
    const start = fate.kind === 'awaited' && reference.function === call.function ? fate.span?.start : undefined;
    const isPlain = start !== undefined && /^await\s+$/.test(facts.text.slice(start, reference.span.start));
    return isPlain ? [{ start, end: reference.span.start, newText: '' }] : [];
  });
  if (edits.length !== runs.length) return [];
  const { start } = call.span;
  return [
    {
      title: `Await \`${kept.name}\` where it is built`,
      safe: false,
      edits: [{ start, end: start, newText: 'await ' }, ...edits.toSorted((a, b) => a.start - b.start)],
    },
  ];
}
