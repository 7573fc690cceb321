/** Reports the `await` of a query builder that has no `then`: nothing is sent. */
import type { Rule } from './rule.ts';
import { runFix } from './support/fixes.ts';
import { lostCalls, type LostCall } from './support/losses.ts';

export const noAwaitBuilder: Rule = {
  meta: {
    id: 'no-await-builder',
    summary: 'Reports the `await` of a query builder that awaiting does not run.',
    severity: 'error',
  },
  find: (analysis) =>
    lostCalls(analysis, 'unrun').map((lost) => ({
      span: lost.call.name,
      call: lost.call.id,
      message: message(lost),
      fixes: runFix(analysis.facts, lost, true, lost.loss.by.direct),
    })),
};

function message({ title, code, flow: { nature, run } }: LostCall): string {
  const whatToDo = run === undefined ? 'Complete it and run it.' : `Run it with \`.${run.code}\`.`;
  const what = nature === 'stream' ? 'cursor' : 'builder';
  return `\`await\` does not send this ${title} query: ${code} returns a ${what}, and awaiting gives the ${what} back. ${whatToDo}`;
}
