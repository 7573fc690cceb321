/** Promises of queries that are returned from a `try` without `await`: its `catch` never sees them fail. */
import type { Fate, FileAnalysis, Loss } from '../../analysis/judgement.ts';
import type { Call, FileFacts } from '../../analysis/model.ts';
import type { Problem } from '../rule.ts';
import { awaitFix } from './fixes.ts';
import { lostCall } from './losses.ts';
import { isSent } from './sending.ts';

export function returnedProblems(analysis: FileAnalysis): readonly Problem[] {
  const { facts } = analysis;
  // In Python a coroutine that is returned stays one, which is another thing.
  if (facts.language !== 'typescript') return [];
  return facts.calls.flatMap((call) => {
    const by = returnOf(analysis, call);
    if (by === undefined) return [];
    const lost = lostCall(analysis, call, { kind: 'floating', by } satisfies Loss);
    if (lost === undefined) return [];
    const { title, code } = lost;
    const promise = by.joinedBy === undefined ? `The promise of ${code}` : `The promise that waits for ${code}`;
    const query = `${title} query${call.helper ? ` in it (\`${call.helper.query}()\`)` : ''}`;
    const message =
      `${promise} is returned without \`await\`: the \`try\` is left before the ${query} has ended, and the \`catch\` ` +
      'does not see it fail. Await it here.';
    return [{ span: call.name, call: call.id, message, fixes: awaitFix(facts, lost) }];
  });
}

function returnOf(analysis: FileAnalysis, call: Call): Fate | undefined {
  const { nature, fates, loss } = analysis.flows[call.id] ?? {};
  if (!call.caught || call.inCatch === true || loss !== undefined || !isSent(analysis, call)) return undefined;
  if (analysis.facts.functions[call.function]?.async !== true) return undefined;
  if (nature !== 'promise' && nature !== 'thenable') return undefined;
  const returns = (fates ?? []).filter(({ kind, function: id }) => kind === 'returned' && id === call.function);
  return (
    returns.find(({ direct }) => direct) ??
    // Kept in a variable it may be awaited on another way.
    (returns.length === fates?.length ? returns.find((fate) => isInSameTry(analysis.facts, call, fate)) : undefined)
  );
}

const BEGINS_TRY = /^(?:\s|\/\/[^\n]*\n|\/\*[^]*?\*\/)*try\b/;

/** What was kept in a variable is returned in the `try` block that the call stands in. */
function isInSameTry({ variables, text }: FileFacts, { span }: Call, { read }: Fate): boolean {
  const reference = variables.flatMap(({ references }) => references).find((each) => each.span.start === read?.start);
  const block = reference?.branches?.find(({ at, arm }) => arm === 0 && BEGINS_TRY.test(text.slice(at, span.start)));
  return block !== undefined && reference !== undefined && block.at < span.start && span.start < reference.span.start;
}
