/** The comments that ask to ignore findings: what they say, and which findings they are about. */
import type { CommentFact, FileFacts, Span } from '../../analysis/model.ts';
import type { Problem } from '../rule.ts';

/** `query-lens-ignore-next-line rule, rule: reason`, or `query-lens-ignore-file ...`. */
export interface Ignore {
  readonly comment: CommentFact;
  /** `undefined`: neither of the two words that there are. */
  readonly scope: 'next-line' | 'file' | undefined;
  /** The word itself, as it is written. */
  readonly word: Span;
  readonly rules: readonly IgnoredRule[];
  /** Empty when none is given; such a comment is not followed. */
  readonly reason: string;
  /** The line it is about: the next one with code in it. */
  readonly line: Span;
}

export interface IgnoredRule {
  readonly id: string;
  readonly span: Span;
}

const SCOPES: Readonly<Record<string, Ignore['scope']>> = {
  'query-lens-ignore-next-line': 'next-line',
  'query-lens-ignore-file': 'file',
};

/** Lines that a comment may be apart from the code it is about: empty ones, and other comments. */
const NO_CODE = /^\s*(?:\/\/.*|#(?!\w).*|\{?\/\*(?:(?!\*\/).)*\*\/\}?\s*)?$/;

/** In source order. */
export function ignoresOf({ comments = [], text }: FileFacts): readonly Ignore[] {
  return comments.map((comment) => {
    const content = text.slice(comment.content.start, comment.content.end);
    const [, before = '', word = '', list = '', reason = ''] =
      /^([\s*]*)([\w-]+)([^:]*)(?::([^]*))?$/.exec(content) ?? [];
    const wordStart = comment.content.start + before.length;
    const listStart = wordStart + word.length;
    return {
      comment,
      scope: Object.hasOwn(SCOPES, word) ? SCOPES[word] : undefined,
      word: { start: wordStart, end: listStart },
      rules: [...list.matchAll(/[^\s,]+/g)].map(({ 0: id, index }) => ({
        id,
        span: { start: listStart + index, end: listStart + index + id.length },
      })),
      reason: reason.replaceAll(/[\s*]+/g, ' ').trim(),
      line: nextLineOfCode(text, comment.whole.end),
    };
  });
}

/** Whether the comment keeps a problem of the rule from being reported. */
export function isIgnored(
  facts: FileFacts,
  { scope, rules, reason, line }: Ignore,
  rule: string,
  problem: Problem,
): boolean {
  if (reason === '' || !rules.some(({ id }) => id === rule)) return false;
  if (scope !== 'next-line') return scope === 'file';
  const call = facts.calls[problem.call];
  // A chain over several lines is meant by a comment above it as well as by one above the call that is marked.
  return [problem.span.start, call?.span.start].some((at) => at !== undefined && line.start <= at && at <= line.end);
}

function nextLineOfCode(text: string, from: number): Span {
  let start = lineEnd(text, from) + 1;
  while (start < text.length && NO_CODE.test(text.slice(start, lineEnd(text, start)))) start = lineEnd(text, start) + 1;
  return { start, end: lineEnd(text, start) };
}

/** Of a line that ends in CRLF, the LF; the CR counts as a blank. */
function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
