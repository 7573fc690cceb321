/** The queries in `async` callbacks that an array method does not wait for. */
import type { FileAnalysis, Unwaited } from '../../analysis/judgement.ts';
import type { Call, FileFacts, Use } from '../../analysis/model.ts';
import { keepsRecords } from '../../analysis/verdicts.ts';
import type { Fix, Problem } from '../rule.ts';
import { howUsed } from './losses.ts';
import { isSent, titleOf } from './sending.ts';
import { transactionAround } from './transactions.ts';

/** One problem a callback, at its first query that nobody waits for and whose failure nobody sees. */
export function unwaitedProblems(analysis: FileAnalysis): readonly Problem[] {
  const { facts } = analysis;
  return analysis.unwaited.flatMap((unwaited) => {
    // What a transaction loses by it is another rule's to say.
    if (transactionAround(facts, unwaited.function) !== undefined) return [];
    const call = facts.calls.find((other) => other.function === unwaited.function && isMissed(analysis, other));
    if (call === undefined) return [];
    const fixes = joinFix(facts, unwaited);
    return [{ span: call.name, call: call.id, message: messageOf(analysis, call, unwaited), fixes }];
  });
}

function isMissed(analysis: FileAnalysis, call: Call): boolean {
  if (!isSent(analysis, call) || call.caught || call.inCatch === true || call.fact.execution === 'blocking')
    return false;
  if (analysis.flows[call.id]?.fates.some(({ kind, name }) => kind === 'chained' && name === 'catch') === true)
    return false;
  if (isCaught(call.use)) return false;
  return call.helper === undefined || (call.helper.direct && !keepsRecords(call.method));
}

function isCaught(use: Use): boolean {
  return use.kind === 'method' && (use.name === 'catch' || isCaught(use.use));
}

function messageOf(analysis: FileAnalysis, call: Call, { method, how, by }: Unwaited): string {
  const { facts } = analysis;
  const query = `${titleOf(analysis, call)} query${call.helper ? ` in it (\`${call.helper.query}()\`)` : ''}`;
  const sent = `each ${query} is sent, but nothing waits for it to end or sees it fail`;
  if (how === 'ignored')
    return `\`${method}\` does not wait for its \`async\` callback: ${sent}. Use \`for ... of\`, or await \`Promise.all\` of a \`map\`.`;
  if (how === 'condition')
    return (
      `\`${method}\` takes the promise of its \`async\` callback for a condition, which is always true: the ${query} is sent, ` +
      'but its result is not waited for. Await `Promise.all` of a `map` first, and decide by what it gives.'
    );
  const kept = facts.variables[by?.variable ?? -1]?.name;
  const lost =
    by?.kind === 'value'
      ? howUsed({ kind: 'floating', by })
      : kept === undefined
        ? 'dropped'
        : `kept in \`${kept}\` and never awaited`;
  return `The promises that \`${method}\` gathers are ${lost}: ${sent}. Await \`Promise.all\` of them.`;
}

/** `await Promise.all(...)` around a statement that is the `map` alone. */
function joinFix({ functions, text }: FileFacts, { function: id, how }: Unwaited): readonly Fix[] {
  const { argumentUse, parent } = functions[id] ?? {};
  if (how !== 'gathered' || argumentUse?.kind !== 'dropped' || parent === undefined) return [];
  if (parent !== -1 && functions[parent]?.async !== true) return [];
  const { start, end } = argumentUse.statement;
  const last = text[end - 1] === ';' ? end - 1 : end;
  const edits = [
    { start, end: start, newText: 'await Promise.all(' },
    { start: last, end: last, newText: ')' },
  ];
  return [{ title: 'Await `Promise.all` of them', safe: true, edits }];
}
