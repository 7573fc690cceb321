/** Reports queries that are built and then lost, so that they never run. */
import type { Rule } from './rule.ts';
import type { Nature } from '../analysis/judgement.ts';
import type { FileFacts } from '../analysis/model.ts';
import { unsentFixes } from './support/fixes.ts';
import { howToRun, howUsed, isCoroutine, lostCalls, type LostCall } from './support/losses.ts';

export const noUnexecutedQuery: Rule = {
  meta: {
    id: 'no-unexecuted-query',
    summary: 'Reports a query that is built and then lost, so that it never runs.',
    severity: 'error',
  },
  find: (analysis) =>
    lostCalls(analysis, 'unsent').flatMap((lost) =>
      isCoroutine(analysis.facts, lost)
        ? []
        : {
            span: lost.call.name,
            call: lost.call.id,
            message: message(analysis.facts, lost),
            fixes: unsentFixes(analysis.facts, lost),
          },
    ),
};

function message(facts: FileFacts, lost: LostCall): string {
  const { title, code, flow, loss } = lost;
  if (flow.refinesHeld && loss.by.kind === 'dropped' && flow.nature === 'builder') {
    return `${code} leaves the ${title} query it is called on as it is and returns a new one, which is dropped here. Use the query it returns.`;
  }
  return `This ${title} query never runs: ${why(facts, lost)}. ${howToRun(lost)}`;
}

function why(facts: FileFacts, { code, flow, loss }: LostCall): string {
  const { by } = loss;
  switch (by.kind) {
    case 'voided':
      return `${code} only builds it, and \`void\` does not send it`;
    case 'unused':
      return `${code} only builds it, and \`${facts.variables[by.variable ?? -1]?.name ?? ''}\`, which keeps it, is never ${facts.language === 'python' ? 'evaluated' : NEEDED[flow.nature]}`;
    case 'value':
      return `${code} only builds it, and the query itself is ${howUsed(loss)}`;
    default:
      return `${code} only builds it, and the result is dropped`;
  }
}

/** What runs a query of each nature. */
const NEEDED: Readonly<Record<Nature, string>> = {
  thenable: 'awaited',
  builder: 'executed',
  stream: 'iterated',
  promise: 'awaited',
  plain: 'used',
};
