/** Goes through rows as they come instead of holding all of them: `for await` over the library's own cursor. */
import type { Call, ConstantFact, FileFacts, Span } from '../../analysis/model.ts';
import { isSent, verbOf } from '../../rules/support/sending.ts';
import type { TextEdit } from '../../rules/rule.ts';
import type { Offer, Subject } from './refactoring.ts';
import { hasNoArguments, mayBeInTransaction } from './subject.ts';
import { linkBreak } from './style.ts';

export const stream: Offer = (subject) => {
  const { analysis, call, awaited } = subject;
  const loop = awaited ? loopOver(subject) : undefined;
  const cursor = loop && cursorOf(subject);
  if (!loop || !cursor || mayBeInTransaction(analysis, call) || writesIn(subject, loop.over)) return undefined;
  return { title: 'Stream the rows with `for await`', kind: 'stream', edits: loop.edits(cursor) };
};

interface Loop {
  /** What the loop goes over now. */
  readonly over: Span;
  readonly edits: (code: string) => readonly TextEdit[];
}

/** A `for` with its head up to what it goes over; behind the keyword stands `await` when it is one. */
const HEAD = /\bfor(?=\s*\(\s*(?:const|let|var)\s[^;()]*\sof\s+$)/;
/** More than the names in a head take. */
const LONGEST_HEAD = 300;

/** `for (const row of await <query>)`, or the same over a constant that nothing else reads. */
function loopOver({ analysis: { facts }, call, value }: Subject): Loop | undefined {
  const { text } = facts;
  const use = call.use.kind === 'awaited' ? call.use.use : undefined;
  if (use?.kind === 'iterated' && !use.async) {
    const keyword = keywordBefore(text, value.start);
    return keyword && { over: value, edits: (code) => [insert(keyword.end, ' await'), put(value, code)] };
  }
  const { constant } = call;
  const read = constant && onlyRead(facts, constant.name);
  const keyword = read && keywordBefore(text, read.start);
  if (!constant || !read || !keyword || !isPlain(text, constant, value)) return undefined;
  const { statement } = constant;
  if (text.slice(statement.end, keyword.start).trim() !== '' || !/^\s*\)/.test(text.slice(read.end))) return undefined;
  const gone = { start: statement.start, end: keyword.start };
  return { over: read, edits: (code) => [put(gone, ''), insert(keyword.end, ' await'), put(read, code)] };
}

/** The one place that reads a constant; `undefined` where more do. */
function onlyRead({ names = [] }: FileFacts, { start }: Span): Span | undefined {
  const [read, ...others] = names.filter(({ declared, span }) => declared === start && span.start !== start);
  return others.length > 0 || read?.write === true ? undefined : read?.span;
}

/** `for`, when the loop's head up to what it goes over is all that stands between it and a place. */
function keywordBefore(text: string, at: number): Span | undefined {
  const from = Math.max(0, at - LONGEST_HEAD);
  const found = HEAD.exec(text.slice(from, at));
  return found ? { start: from + found.index, end: from + found.index + 'for'.length } : undefined;
}

function isPlain(text: string, { statement, name }: ConstantFact, value: Span): boolean {
  return (
    /^const\s+$/.test(text.slice(statement.start, name.start)) &&
    /^\s*;?$/.test(text.slice(value.end, statement.end)) &&
    /^\s*=\s*$/.test(text.slice(name.end, value.start))
  );
}

/** The code of the query's cursor; only where the library has one that needs nothing else to be installed. */
function cursorOf({ analysis, catalogs, call }: Subject): string | undefined {
  const { facts } = analysis;
  const { text } = facts;
  const before = call.receiver === undefined ? undefined : facts.calls[call.receiver];
  const code = (end: number): string => text.slice(call.span.start, end);
  if (call.owner.library === 'mongodb' && call.method === 'toArray') return before && code(before.span.end);
  if (call.owner.library !== 'mongoose') return undefined;
  const query = call.method === 'exec' && hasNoArguments(analysis, call) ? before : call;
  const streams = query?.result && catalogs.method(query.result, 'cursor')?.execution === 'streaming';
  return query && streams === true ? `${code(query.span.end)}${linkBreak(text, query)}.cursor()` : undefined;
}

/** A query in the loop that changes rows might change which ones are still to come. */
function writesIn({ analysis }: Subject, over: Span): boolean {
  const isInLoop = ({ loops }: Call): boolean =>
    loops.some((loop) => loop.over !== undefined && loop.over.start <= over.start && over.end <= loop.over.end);
  return analysis.facts.calls.some(
    (call) => isInLoop(call) && isSent(analysis, call) && verbOf(analysis, call) !== 'SELECT',
  );
}

function insert(at: number, newText: string): TextEdit {
  return { start: at, end: at, newText };
}

function put({ start, end }: Span, newText: string): TextEdit {
  return { start, end, newText };
}
