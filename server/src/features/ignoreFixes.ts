/** Writes the comment that ignores a finding: above its line, or at the top of the file. */
import type { FileAnalysis } from '../analysis/judgement.ts';
import type { FileFacts } from '../analysis/model.ts';
import type { Finding, Fix, TextEdit } from '../rules/rule.ts';

/** To be replaced by whoever asks for the comment. */
const REASON = '<reason>';

/** None for a finding about such a comment itself. */
export function ignoreFixes({ facts }: FileAnalysis, { rule, call, span }: Finding): readonly Fix[] {
  const ignored = facts.calls[call];
  if (!ignored) return [];
  const onLine = lineComment(facts, rule, ignored.span.start <= span.start ? ignored.span.start : span.start);
  const inFile = fileComment(facts, rule);
  return [
    ...(onLine ? [{ title: `Ignore ${rule} on this line`, safe: false, edits: [onLine] }] : []),
    { title: `Ignore ${rule} in this file`, safe: false, edits: [inFile] },
  ];
}

/** On a line of its own above the one at the offset; nothing where that line begins inside a template literal. */
function lineComment({ text, language, verbatim = [] }: FileFacts, rule: string, at: number): TextEdit | undefined {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const around = verbatim.find(
    ({ span, kind }) => span.start < start && (start < span.end || (kind === 'markup' && start === span.end)),
  );
  if (around?.kind === 'template') return undefined;
  const [indent = ''] = /^[ \t]*/.exec(text.slice(start)) ?? [];
  const words = `query-lens-ignore-next-line ${rule}: ${REASON}`;
  const comment = around ? `{/* ${words} */}` : `${commentMark(language)} ${words}`;
  return { start, end: start, newText: `${indent}${comment}${lineBreakOf(text)}` };
}

/** Below what has to come first: `#!`, and a comment of several lines, in which tools look for their words. */
function fileComment({ text, language }: FileFacts, rule: string): TextEdit {
  const [head = ''] = /^\uFEFF?(?:#!.*(?:\r?\n|$))?(?:\/\*(?:(?!\*\/)[^])*\*\/[ \t]*(?:\r?\n|$))?/.exec(text) ?? [];
  const newText = `${commentMark(language)} query-lens-ignore-file ${rule}: ${REASON}${lineBreakOf(text)}`;
  return { start: head.length, end: head.length, newText };
}

function commentMark(language: FileFacts['language']): string {
  return language === 'python' ? '#' : '//';
}

function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
