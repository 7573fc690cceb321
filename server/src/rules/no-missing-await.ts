/** Reports promises of queries that nothing waits for, or that are taken for the rows. */
import type { FileAnalysis } from '../analysis/judgement.ts';
import type { Rule } from './rule.ts';
import type { FileFacts } from '../analysis/model.ts';
import { awaitFix } from './support/fixes.ts';
import { returnedProblems } from './support/returned.ts';
import { unwaitedProblems } from './support/unwaited.ts';
import { howUsed, isCoroutine, lostCalls, type LostCall } from './support/losses.ts';

export const noMissingAwait: Rule = {
  meta: {
    id: 'no-missing-await',
    summary:
      'Reports the promise of a query that is sent, when nothing awaits it or when it is used as if it were the result.',
    severity: 'error',
  },
  find: (analysis) => [
    ...lostAwaits(analysis).map((lost) => ({
      span: lost.call.name,
      call: lost.call.id,
      message: message(analysis.facts, lost),
      fixes: awaitFix(analysis.facts, lost),
    })),
    ...returnedProblems(analysis),
    ...unwaitedProblems(analysis),
  ],
};

/** Promises of what is sent, and coroutines, which send nothing before they are awaited. */
function lostAwaits(analysis: FileAnalysis): readonly LostCall[] {
  const coroutines = lostCalls(analysis, 'unsent').filter((lost) => isCoroutine(analysis.facts, lost));
  return [...lostCalls(analysis, 'floating'), ...coroutines];
}

function coroutineMessage(facts: FileFacts, { call, title, code, loss }: LostCall): string {
  const sent = `the ${title} query${call.helper ? ` in it (\`${call.helper.query}()\`)` : ''} is never sent`;
  const kept = facts.variables[loss.by.variable ?? -1]?.name;
  const lost =
    loss.by.kind === 'value'
      ? howUsed(loss, facts.language)
      : kept === undefined
        ? 'not awaited'
        : `kept in \`${kept}\` and never awaited`;
  return `The coroutine of ${code} is ${lost}: ${sent}. Await it.`;
}

function message(facts: FileFacts, lost: LostCall): string {
  const { call, title, code, loss } = lost;
  const { by } = loss;
  if (facts.language === 'python') return coroutineMessage(facts, lost);
  const promise = by.joinedBy === undefined ? `The promise of ${code}` : `The promise that waits for ${code}`;
  const what = call.fact.transaction === undefined ? 'query' : 'transaction';
  const sent = `the ${title} ${what}${call.helper ? ` in it (\`${call.helper.query}()\`)` : ''} is sent`;
  if (by.kind === 'value')
    return `${promise} is ${howUsed(loss)}: ${sent}, but its result is not waited for. Await it.`;
  const kept = facts.variables[by.variable ?? -1]?.name;
  const how = kept === undefined ? 'not awaited' : `kept in \`${kept}\` and never awaited`;
  return `${promise} is ${how}: ${sent}, but nothing waits for it to end or sees it fail. Await it.`;
}
