/**
 * Sends a read again when the database was not to be reached: with tenacity, where that is installed, and with a small
 * loop otherwise. Only reads, and only outside of `atomic`, whose block a failure ends as a whole.
 */
import type { TextEdit } from '../../../rules/rule.ts';
import { importOf, importsOf } from '../imports.ts';
import type { Offer, Refactoring, Subject } from '../refactoring.ts';
import { inOrder, isPlainRead, mayBeAtomic, placedOf, rewritten, type Placed } from './statements.ts';

export const retry: Offer = (subject) => {
  const { analysis, call } = subject;
  const placed = placedOf(subject);
  if (!placed || placed.statement.kind === 'dropped' || !isPlainRead(analysis, call)) return undefined;
  if (mayBeAtomic(placed) || /\battempt\b|[Rr]etry/.test(placed.body) || call.caught) return undefined;
  if (call.fact.execution === 'blocking' ? placed.fn.async : !subject.awaited) return undefined;
  const failure = importOf(analysis.facts, 'django.db', 'OperationalError');
  if (!failure) return undefined;
  const make = analysis.facts.companions?.['tenacity'] === undefined ? withLoop : withTenacity;
  return make(subject, placed, failure.local, failure.edits);
};

function withTenacity(
  { analysis: { facts } }: Subject,
  { statement, fn }: Placed,
  failure: string,
  edits: readonly TextEdit[],
): Refactoring | undefined {
  const retrying = fn.async ? 'AsyncRetrying' : 'Retrying';
  const names = [retrying, 'retry_if_exception_type', 'stop_after_attempt', 'wait_exponential'];
  const imported = importsOf(facts, 'tenacity', names);
  const [own, ofType, stop, wait] = imported?.locals ?? [];
  if (!imported) return undefined;
  const edit = rewritten(facts, statement, (code) => [
    [0, `${fn.async ? 'async ' : ''}for attempt in ${own}(`],
    [1, `retry=${ofType}(${failure}),`],
    [1, `stop=${stop}(3),`],
    [1, `wait=${wait}(max=10),`],
    [1, 'reraise=True,'],
    [0, '):'],
    [1, 'with attempt:'],
    [2, code(2)],
  ]);
  return inOrder(`Retry on ${failure}`, 'retry', [...imported.edits, ...edits, edit]);
}

function withLoop(
  { analysis: { facts } }: Subject,
  { statement, fn }: Placed,
  failure: string,
  edits: readonly TextEdit[],
): Refactoring | undefined {
  const clock = fn.async ? 'asyncio' : 'time';
  const imported = importOf(facts, clock, '*', clock);
  if (!imported) return undefined;
  const edit = rewritten(facts, statement, (code) => [
    [0, 'for attempt in range(3):'],
    [1, 'try:'],
    [2, code(2)],
    ...(statement.kind === 'assigned' ? [[2, 'break'] as const] : []),
    [1, `except ${failure}:`],
    [2, 'if attempt == 2:'],
    [3, 'raise'],
    [2, `${fn.async ? 'await ' : ''}${imported.local}.sleep(2**attempt)`],
  ]);
  return inOrder(`Retry on ${failure}`, 'retry', [...imported.edits, ...edits, edit]);
}
