/** Reports promises of queries that nothing waits for, or that are taken for the rows. */
import type { Rule } from './rule.ts';
import type { FileFacts } from '../analysis/model.ts';
import { awaitFix } from './support/fixes.ts';
import { howUsed, lostCalls, type LostCall } from './support/losses.ts';

export const noMissingAwait: Rule = {
  meta: {
    id: 'no-missing-await',
    summary:
      'Reports the promise of a query that is sent, when nothing awaits it or when it is used as if it were the result.',
    severity: 'error',
  },
  find: (analysis) =>
    lostCalls(analysis, 'floating').map((lost) => ({
      span: lost.call.name,
      call: lost.call.id,
      message: message(analysis.facts, lost),
      fixes: awaitFix(analysis.facts, lost),
    })),
};

function message(facts: FileFacts, { title, code, loss }: LostCall): string {
  const { by } = loss;
  const promise = by.joinedBy === undefined ? `The promise of ${code}` : `The promise that waits for ${code}`;
  if (by.kind === 'value') return `${promise} is ${howUsed(loss)}, not the result of the ${title} query. Await it.`;
  const lost =
    by.kind === 'unused'
      ? `kept in \`${facts.variables[by.variable ?? -1]?.name ?? ''}\` and never awaited`
      : 'not awaited';
  return `${promise} is ${lost}: the ${title} query is sent, but nothing waits for it to end or sees it fail. Await it.`;
}
