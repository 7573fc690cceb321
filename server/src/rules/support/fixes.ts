/** The fixes for a lost query: add `await`, append the call that sends it, assign a refinement back. */
import type { Fate } from '../../analysis/judgement.ts';
import type { Call, FileFacts, Span } from '../../analysis/model.ts';
import type { Fix, TextEdit } from '../rule.ts';
import { isKeptAlive, type LostCall } from './losses.ts';
import { asyncPlace, type AsyncPlace } from './makeAsync.ts';

const insert = (at: number, newText: string): TextEdit => ({ start: at, end: at, newText });

/** `await` before the call, or before the combinator whose promise is lost. */
export function awaitFix(facts: FileFacts, lost: LostCall): readonly Fix[] {
  if (isRefinedLater(facts, lost)) return [];
  const place = asyncPlace(facts, lost.call);
  const edits = lost.loss.by.joinedBy ? awaitJoined(lost) : awaitCall(facts, lost, '');
  if (place === undefined || edits === undefined) return [];
  const title = lost.loss.by.kind === 'voided' && lost.loss.by.direct ? 'Replace `void` with `await`' : 'Add `await`';
  return [{ title: title + andMakeAsync(place), safe: place.safe, edits: inOrder([...place.edits, ...edits]) }];
}

/** Appends the executing call, together with `await` where its promise needs one and can have one. */
export function runFix(facts: FileFacts, lost: LostCall, awaited: boolean, safe: boolean): readonly Fix[] {
  const { run } = lost.flow;
  if (run === undefined || isRefinement(lost) || isRefinedLater(facts, lost) || !hasArguments(facts, run.code))
    return [];
  if (takesArguments(facts, lost.call)) return [];
  const link = newLink(facts, lost.call, run.code);
  if (awaited || run.execution === 'blocking') {
    return [{ title: `Add \`.${run.code}\``, safe: safe && run.sure, edits: [insert(lost.call.span.end, link)] }];
  }
  const place = asyncPlace(facts, lost.call);
  const edits = awaitCall(facts, lost, link);
  if (place === undefined || edits === undefined) return [];
  const title = `Add \`.${run.code}\` and \`await\`${andMakeAsync(place)}`;
  return [{ title, safe: safe && run.sure && place.safe, edits: inOrder([...place.edits, ...edits]) }];
}

/** Appends the blocking call of a synchronous driver, where the rows are not asked for. */
export function blockFix(facts: FileFacts, lost: LostCall): readonly Fix[] {
  const { call, flow, loss } = lost;
  const { by } = loss;
  const code = flow.blockingRun;
  const keyword = by.kind === 'voided' && by.direct ? voidKeyword(facts, by) : undefined;
  const rowsAreLost = by.kind === 'dropped' || by.kind === 'unused' || keyword !== undefined;
  if (code === undefined || !rowsAreLost || isRefinedLater(facts, lost)) return [];
  const title = keyword === undefined ? `Add \`.${code}\`` : `Replace \`void\` with \`.${code}\``;
  const link = insert(call.span.end, newLink(facts, call, code));
  const withoutVoid = keyword && { start: keyword.start, end: keyword.end, newText: '' };
  return [{ title, safe: true, edits: withoutVoid ? [withoutVoid, link] : [link] }];
}

/** `q.where(...)` becomes `q = q.where(...)`, where `q` can be assigned to. */
export function assignBackFix(facts: FileFacts, lost: LostCall): readonly Fix[] {
  const held = lost.first.receiverVariable;
  const variable = held === undefined ? undefined : facts.variables[held];
  if (!isRefinement(lost) || variable === undefined || variable.kind === 'const') return [];
  const title = `Assign the result back to \`${variable.name}\``;
  return [{ title, safe: false, edits: [insert(lost.call.span.start, `${variable.name} = `)] }];
}

/** The dropped statement was to change the query it starts from, which others run. */
function isRefinement({ call, first, flow, loss: { by } }: LostCall): boolean {
  return flow.refinesHeld && by.kind === 'dropped' && by.direct && first.owner.type === call.result?.type;
}

/** The variable that keeps the query is named further on, where its result would not do. */
function isRefinedLater({ variables }: FileFacts, { call: { use }, loss: { by } }: LostCall): boolean {
  const kept = use.kind === 'stored' ? variables[use.variable] : undefined;
  return (
    kept !== undefined && by.kind !== 'value' && kept.references.some((reference) => reference.use.kind === 'receiver')
  );
}

/** What sends a query that is built and lost. */
export function unsentFixes(facts: FileFacts, lost: LostCall): readonly Fix[] {
  if (lost.flow.nature === 'thenable') return thenableFixes(facts, lost);
  if (lost.flow.nature === 'stream') return runFix(facts, lost, false, false);
  if (lost.flow.nature !== 'builder') return [];
  return [...assignBackFix(facts, lost), ...runFix(facts, lost, false, true)];
}

/** On a synchronous driver a function that is not async is better off with the blocking call. */
function thenableFixes(facts: FileFacts, lost: LostCall): readonly Fix[] {
  if (isKeptAlive(lost.loss)) {
    // `waitUntil` is there not to wait here, and takes a promise.
    const isDirect = lost.loss.by.direct && lost.call.use.kind === 'argument';
    return isDirect
      ? [
          {
            title: 'Add `.then()`',
            safe: true,
            edits: [insert(lost.call.span.end, newLink(facts, lost.call, 'then()'))],
          },
        ]
      : [];
  }
  const awaits = awaitFix(facts, lost);
  const blocks = blockFix(facts, lost);
  return facts.functions[lost.call.function]?.async === true ? [...awaits, ...blocks] : [...blocks, ...awaits];
}

/** What the code of the call names, some chain of the file starts from: the `db` of `execute(db)`. */
function hasArguments({ calls, text }: FileFacts, code: string): boolean {
  const needed = /\((?<name>[^)]+)\)$/.exec(code)?.groups?.['name'];
  return needed === undefined || calls.some(({ root }) => text.slice(root.start, root.end) === needed);
}

/** The function that a transaction is made of takes arguments, which the call that runs it would have to be given. */
function takesArguments({ functions }: FileFacts, { id, fact }: Call): boolean {
  if (fact.execution !== 'lazy' || fact.transaction?.synchronous !== true) return false;
  return functions.some(({ argumentOf, parameters = [] }) => argumentOf?.call === id && parameters.length > 0);
}

/** The code of one more call; on a line of its own where the chain has one link a line. */
function newLink({ text }: FileFacts, call: Call, code: string): string {
  const lineBreak = /\r?\n[ \t]*(?=\.$)/.exec(text.slice(call.span.start, call.name.start))?.[0] ?? '';
  return `${lineBreak}.${code}`;
}

function awaitCall(facts: FileFacts, { call, loss }: LostCall, link: string): readonly TextEdit[] | undefined {
  const { start, end } = call.span;
  const [before, after] = call.awaitNeedsParens ? ['(await ', ')'] : ['await ', ''];
  if (call.awaitNeedsParens && readsAsCall(facts.text, start)) return undefined;
  const tail = link + after === '' ? [] : [insert(end, link + after)];
  if (loss.by.kind !== 'voided' || !loss.by.direct) return [insert(start, before), ...tail];
  const keyword = voidKeyword(facts, loss.by);
  return keyword && [{ start: keyword.start, end: keyword.end, newText: 'await ' }, ...tail];
}

/** A bracket written here would call what stands on the line before: a semicolon is missing there. */
function readsAsCall(text: string, at: number): boolean {
  const before = text.slice(0, at);
  const last = before.trimEnd();
  return before.slice(last.length).includes('\n') && !/[;{}([,=:?&|!+*/%<>~^-]$/.test(last);
}

/** `void` and the blanks behind it. */
function voidKeyword({ text }: FileFacts, { span }: Fate): Span | undefined {
  const keyword = span && /^void[ \t]*/.exec(text.slice(span.start, span.end))?.[0];
  return span && keyword !== undefined ? { start: span.start, end: span.start + keyword.length } : undefined;
}

/** `await Promise.all(...)`; not where brackets would be needed, whose end is not known. */
function awaitJoined({ call, loss: { by } }: LostCall): readonly TextEdit[] | undefined {
  const needsParens = by.how === 'member' || by.how === 'method' || by.how === 'operand';
  return by.joinedBy === undefined || needsParens || by.function !== call.function
    ? undefined
    : [insert(by.joinedBy.start, 'await ')];
}

function andMakeAsync({ edits, function: fn }: AsyncPlace): string {
  if (edits.length === 0) return '';
  return fn?.name === undefined ? ' and make the function async' : ` and make \`${fn.name}\` async`;
}

function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
}
