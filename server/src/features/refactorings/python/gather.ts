/** Runs awaited reads that stand next to each other and do not need each other together: `asyncio.gather`. */
import type { Call, FileFacts } from '../../../analysis/model.ts';
import { namesIn } from '../../../rules/support/names.ts';
import { importOf } from '../imports.ts';
import type { Offer, Subject } from '../refactoring.ts';
import { deeper, indentAt, lines, styleOf } from '../style.ts';
import { inOrder, isPlainRead, mayBeAtomic, placedOf } from './statements.ts';

export const gather: Offer = (subject) => {
  const { facts } = subject.analysis;
  const placed = placedOf(subject);
  if (!placed || mayBeAtomic(placed)) return undefined;
  const reads = runAround(subject);
  const [first, last] = [reads[0]?.statement, reads.at(-1)?.statement];
  const imported = importOf(facts, 'asyncio', '*', 'asyncio');
  if (reads.length < 2 || !first || !last || !imported) return undefined;
  const style = styleOf(facts.text);
  const newText = lines(style, indentAt(facts.text, first.span.start), [
    [0, `${reads.map(({ statement }) => statement?.name).join(', ')} = await ${imported.local}.gather(`],
    ...reads.map(({ span }) => [1, `${deeper(facts.text.slice(span.start, span.end), style.unit)},`] as const),
    [0, ')'],
  ]);
  const edit = { start: first.span.start, end: last.span.end, newText };
  return inOrder(`Run these ${reads.length} queries together`, 'parallel', [...imported.edits, edit]);
};

/** The statements before and behind that of the subject, as far as each is such a read and needs none of the others. */
function runAround({ analysis, call: own }: Subject): readonly Call[] {
  const { facts } = analysis;
  const reads = facts.calls.filter((call) => isRead(facts, call) && isPlainRead(analysis, call));
  const at = (index: number): Call | undefined =>
    reads.find(({ statement }) => statement?.block === own.statement?.block && statement?.index === index);
  const index = own.statement?.index ?? -1;
  const run = [at(index)].filter((call) => call !== undefined);
  if (run.length === 0) return [];
  for (let next = at(index + 1); next && isIndependent(facts, run, next); next = at(index + run.length)) run.push(next);
  for (let before = at(index - 1); before && isIndependent(facts, [before], ...run);) {
    run.unshift(before);
    before = at((run[0]?.statement?.index ?? 0) - 1);
  }
  return run;
}

/** `name = await <query>`, with only blanks between it and the next. */
function isRead({ text, functions }: FileFacts, { statement, span, use, function: fn }: Call): boolean {
  return (
    statement?.kind === 'assigned' &&
    use.kind === 'awaited' &&
    functions[fn]?.async === true &&
    /^\w+ *= *await +$/.test(text.slice(statement.span.start, span.start)) &&
    statement.span.end === span.end &&
    !/\bawait\b|"""|'''/.test(text.slice(span.start, span.end))
  );
}

/** No later one reads or assigns what an earlier one assigns, and no comment stands between them. */
function isIndependent(facts: FileFacts, earlier: readonly Call[], ...later: readonly Call[]): boolean {
  const { text } = facts;
  const names = new Set(earlier.map(({ statement }) => statement?.name));
  const end = earlier.at(-1)?.statement?.span.end ?? 0;
  const start = later[0]?.statement?.span.start ?? 0;
  if (text.slice(end, start).trim() !== '') return false;
  return later.every(
    ({ span, statement }) =>
      !names.has(statement?.name) &&
      !namesIn(facts, span).some((name) => names.has(text.slice(name.span.start, name.span.end))),
  );
}
