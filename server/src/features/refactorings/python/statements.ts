/** What the rewritings of a Python statement have in common: its lines, and what may not be around it. */
import type { StatementFact } from '../../../analysis/codeFacts.ts';
import type { Call, FileFacts, FunctionFact } from '../../../analysis/model.ts';
import type { FileAnalysis } from '../../../analysis/judgement.ts';
import { onlyReads } from '../../../rules/support/sending.ts';
import type { TextEdit } from '../../../rules/rule.ts';
import type { Refactoring, Subject } from '../refactoring.ts';
import { indentAt, lines, styleOf } from '../style.ts';

/** A query that is a statement in a function, and can be put one block further in. */
export interface Placed {
  readonly statement: StatementFact;
  readonly fn: FunctionFact;
  /** The function's code up to the statement. */
  readonly before: string;
  /** All of the function's code. */
  readonly body: string;
}

export function placedOf({ analysis: { facts }, call }: Subject): Placed | undefined {
  const { statement } = call;
  const fn = facts.functions[call.function];
  const { text } = facts;
  // The lines of a string are part of it, and so are those that a backslash continues.
  if (!statement || !fn || /"""|'''|\\\r?\n/.test(text.slice(statement.span.start, statement.span.end)))
    return undefined;
  const before = text.slice(fn.span.start, statement.span.start);
  return { statement, fn, before, body: text.slice(fn.span.start, fn.span.end) };
}

/** It asks for rows, takes no lock on them, and makes none. */
export function isPlainRead(analysis: FileAnalysis, call: Call): boolean {
  const code = analysis.facts.text.slice(call.span.start, call.span.end);
  return onlyReads(analysis, call) && !/create|update|delete|set_/.test(call.method) && !/select_for_update/.test(code);
}

/** A transaction is opened around it, as far as the function shows. */
export function mayBeAtomic({ fn, before }: Placed): boolean {
  return /\batomic\b/.test(before) || (fn.decorators ?? []).some((name) => /atomic/.test(name));
}

/** A function that answers a request. */
export function isView({ parameters = [] }: FunctionFact): boolean {
  return parameters.some(({ name }, index) => name === 'request' && index < 2);
}

/** The statement with code around it; `code(n)` is the statement itself, for a place `n` blocks further in. */
export function rewritten(
  { text }: FileFacts,
  { span }: StatementFact,
  write: (code: (depth: number) => string) => readonly (readonly [depth: number, code: string])[],
): TextEdit {
  const style = styleOf(text);
  const own = text.slice(span.start, span.end);
  const code = (depth: number): string => own.replaceAll(/\n(?=[ \t]*\S)/g, `\n${style.unit.repeat(depth)}`);
  return { start: span.start, end: span.end, newText: lines(style, indentAt(text, span.start), write(code)) };
}

/** A refactoring with its edits in order. */
export function inOrder(title: string, kind: Refactoring['kind'], edits: readonly TextEdit[]): Refactoring {
  return { title, kind, edits: edits.toSorted((a, b) => a.start - b.start || a.end - b.end) };
}
