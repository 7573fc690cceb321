/** A comment at a statement that says its promise is left alone on purpose, as `void` says it in code. */
import type { Span, Use } from './model.ts';

const SAYS_SO =
  /fire[\s-]*(?:and|&|n)[\s-]*forget|\b(?:do(?:es)?n'?t|do(?:es)? not|not|no need to|never|without)\s+(?:need(?:ing)?\s+to\s+|have to\s+)?(?:a?wait|block)(?:ed|ing)?\b|\bno await\b|\bin (?:the )?background\b|\basynchronously\b|\bintentional(?:ly)?\b|\bdeliberate(?:ly)?\b|\bbest[\s-]effort\b/i;
/** Lines of comment above a statement that still speak of it. */
const MOST_LINES = 6;

/** Whether a comment right above the statement that drops a value, or behind it, says that nobody is to wait. */
export function isLeftAloneByComment(text: string, use: Use): boolean {
  return use.kind === 'dropped' && SAYS_SO.test(commentsAt(text, use.statement));
}

function commentsAt(text: string, { start, end }: Span): string {
  const behind = /^[ \t;]*(?:\/\/|\/\*|#)[^\n]*/.exec(text.slice(end, end + 300))?.[0] ?? '';
  const lines = text.slice(0, start).split('\n').slice(0, -1).slice(-MOST_LINES).toReversed();
  const length = lines.findIndex((line) => !/^\s*(?:\/\/|\/?\*|#)|\*\/\s*$/.test(line));
  return [behind, ...lines.slice(0, length < 0 ? lines.length : length)].join('\n');
}
