/** The fixes for a lost query: add `await`, append the call that sends it, assign a refinement back. */
import type { FileFacts } from '../../analysis/model.ts';
import type { Fix, TextEdit } from '../rule.ts';
import type { LostCall } from './losses.ts';
import { asyncPlace, type AsyncPlace } from './makeAsync.ts';

const insert = (at: number, newText: string): TextEdit => ({ start: at, end: at, newText });

/** `await` before the call, or before the combinator whose promise is lost. */
export function awaitFix(facts: FileFacts, lost: LostCall): readonly Fix[] {
  const place = asyncPlace(facts, lost.call);
  const edits = lost.loss.by.joinedBy ? awaitJoined(lost) : awaitCall(facts, lost, '');
  if (place === undefined || edits === undefined) return [];
  const title = lost.loss.by.kind === 'voided' && lost.loss.by.direct ? 'Replace `void` with `await`' : 'Add `await`';
  return [{ title: title + andMakeAsync(place), safe: place.safe, edits: inOrder([...place.edits, ...edits]) }];
}

/** Appends the executing call, together with `await` where its promise needs one and can have one. */
export function runFix(facts: FileFacts, lost: LostCall, awaited: boolean, safe: boolean): readonly Fix[] {
  const { run } = lost.flow;
  if (run === undefined || !hasArguments(facts, run.code)) return [];
  const suffix = `.${run.code}`;
  const end = lost.call.span.end;
  if (awaited || run.execution === 'blocking') {
    return [{ title: `Add \`${suffix}\``, safe: safe && run.sure, edits: [insert(end, suffix)] }];
  }
  const place = asyncPlace(facts, lost.call);
  const edits = awaitCall(facts, lost, suffix);
  if (place === undefined || edits === undefined) return [];
  const title = `Add \`${suffix}\` and \`await\`${andMakeAsync(place)}`;
  return [{ title, safe: safe && run.sure && place.safe, edits: inOrder([...place.edits, ...edits]) }];
}

/** Appends the blocking call of a synchronous driver, where the rows are not asked for. */
export function blockFix({ call, flow, loss: { by } }: LostCall): readonly Fix[] {
  const code = flow.blockingRun;
  const rowsAreLost = by.kind === 'dropped' || by.kind === 'unused' || (by.kind === 'voided' && !by.direct);
  if (code === undefined || !rowsAreLost) return [];
  return [{ title: `Add \`.${code}\``, safe: true, edits: [insert(call.span.end, `.${code}`)] }];
}

/** `q.where(...)` becomes `q = q.where(...)`, where `q` can be assigned to. */
export function assignBackFix(facts: FileFacts, { call, flow, loss }: LostCall): readonly Fix[] {
  const first = firstLink(facts, call.id);
  const variable = first?.receiverVariable === undefined ? undefined : facts.variables[first.receiverVariable];
  const sameType = first?.owner.type === call.result?.type;
  if (!flow.refinesHeld || loss.by.kind !== 'dropped' || !loss.by.direct || !sameType) return [];
  if (variable === undefined || variable.kind === 'const') return [];
  const title = `Assign the result back to \`${variable.name}\``;
  return [{ title, safe: false, edits: [insert(call.span.start, `${variable.name} = `)] }];
}

/** What the code of the call names, some chain of the file starts from: the `db` of `execute(db)`. */
function hasArguments({ calls, text }: FileFacts, code: string): boolean {
  const needed = /\((?<name>[^)]+)\)$/.exec(code)?.groups?.['name'];
  return needed === undefined || calls.some(({ root }) => text.slice(root.start, root.end) === needed);
}

function firstLink(facts: FileFacts, id: number): FileFacts['calls'][number] | undefined {
  const call = facts.calls[id];
  const receiver = call?.receiver;
  return receiver === undefined || receiver >= id ? call : firstLink(facts, receiver);
}

function awaitCall(facts: FileFacts, { call, loss }: LostCall, suffix: string): readonly TextEdit[] | undefined {
  const { start, end } = call.span;
  const [before, after] = call.awaitNeedsParens ? ['(await ', ')'] : ['await ', ''];
  const tail = suffix + after === '' ? [] : [insert(end, suffix + after)];
  const keyword = loss.by.kind === 'voided' && loss.by.direct ? loss.by.span : undefined;
  if (keyword === undefined) return [insert(start, before), ...tail];
  const isVoid = facts.text.startsWith('void', keyword.start);
  return isVoid ? [{ start: keyword.start, end: keyword.start + 4, newText: 'await' }, ...tail] : undefined;
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
