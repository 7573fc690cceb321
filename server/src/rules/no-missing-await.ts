/** Reports promises of queries that nothing waits for, or that are taken for the rows. */
import type { Rule } from './rule.ts';
import type { FileFacts } from '../analysis/model.ts';
import { awaitFix } from './support/fixes.ts';
import { returnedProblems } from './support/returned.ts';
import { unwaitedProblems } from './support/unwaited.ts';
import { howUsed, lostCalls, type LostCall } from './support/losses.ts';

export const noMissingAwait: Rule = {
  meta: {
    id: 'no-missing-await',
    summary:
      'Reports the promise of a query that is sent, when nothing awaits it or when it is used as if it were the result.',
    severity: 'error',
  },
  find: (analysis) => [
    ...lostCalls(analysis, 'floating').map((lost) => ({
      span: lost.call.name,
      call: lost.call.id,
      message: message(analysis.facts, lost),
      fixes: awaitFix(analysis.facts, lost),
    })),
    ...returnedProblems(analysis),
    ...unwaitedProblems(analysis),
  ],
};

function message(facts: FileFacts, { call, title, code, loss }: LostCall): string {
  const { by } = loss;
  const promise = by.joinedBy === undefined ? `The promise of ${code}` : `The promise that waits for ${code}`;
  const what = call.fact.transaction === undefined ? 'query' : 'transaction';
  const sent = `the ${title} ${what}${call.helper ? ` in it (\`${call.helper.query}()\`)` : ''} is sent`;
  if (by.kind === 'value')
    return `${promise} is ${howUsed(loss)}: ${sent}, but its result is not waited for. Await it.`;
  const kept = facts.variables[by.variable ?? -1]?.name;
  const lost = kept === undefined ? 'not awaited' : `kept in \`${kept}\` and never awaited`;
  return `${promise} is ${lost}: ${sent}, but nothing waits for it to end or sees it fail. Await it.`;
}
