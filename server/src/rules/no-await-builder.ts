/** Reports the `await` of a query builder that has no `then`: nothing is sent. */
import type { FileFacts } from '../analysis/model.ts';
import type { Fix, Rule } from './rule.ts';
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
      message: message(analysis.facts, lost),
      fixes: fixesOf(analysis.facts, lost),
    })),
};

function fixesOf(facts: FileFacts, lost: LostCall): readonly Fix[] {
  return facts.language === 'python' ? gatherFix(facts, lost) : runFix(facts, lost, true, lost.loss.by.direct);
}

/** `[book async for book in books]` in the place of `await books`. */
function gatherFix({ text }: FileFacts, { call, loss: { by } }: LostCall): readonly Fix[] {
  const { span, direct } = by;
  if (!direct || span === undefined || call.span.end > span.end || call.elementName === undefined) return [];
  const source = text.slice(call.span.start, span.end);
  const newText = `[${call.elementName} async for ${call.elementName} in ${source}]`;
  const edits = [{ start: span.start, end: span.end, newText }];
  return [{ title: 'Use an async comprehension', safe: false, edits }];
}

function message({ language }: FileFacts, { title, code, flow: { nature, run } }: LostCall): string {
  if (language === 'python')
    return `\`await\` does not send this ${title} query: ${code} returns a QuerySet, which can't be awaited and raises a TypeError. Iterate over it with \`async for\`, or await a method that gives rows.`;
  const whatToDo = run === undefined ? 'Complete it and run it.' : `Run it with \`.${run.code}\`.`;
  const what = nature === 'stream' ? 'cursor' : 'builder';
  return `\`await\` does not send this ${title} query: ${code} returns a ${what}, and awaiting gives the ${what} back. ${whatToDo}`;
}
