/** The calls in a text, by the characters around their brackets: much cheaper than a syntax tree, and than a pattern. */

/** As it is written. */
export interface WrittenCall {
  readonly name: string;
  readonly isTag: boolean;
  /** It is called on something, or is a name in brackets and quotes. */
  readonly isMember: boolean;
  /** The word in front of the dot; empty where there is none. */
  readonly receiver: string;
}

const OPENERS = ['(', '<', '`'];

/** Whether `test` holds for some call; type arguments, `?.` and spaces may stand between name and bracket. Comparisons count too. */
export function someCall(text: string, test: (call: WrittenCall) => boolean): boolean {
  for (const opener of OPENERS) {
    for (let at = text.indexOf(opener); at !== -1; at = text.indexOf(opener, at + 1)) {
      const call = callBefore(text, at, opener === '`');
      if (call && test(call)) return true;
    }
  }
  return false;
}

function callBefore(text: string, bracket: number, isTag: boolean): WrittenCall | undefined {
  let end = skipSpace(text, bracket);
  if (text.startsWith('?.', end - 2)) end = skipSpace(text, end - 2);
  if (text[end - 1] === ']') return quotedBefore(text, skipSpace(text, end - 1), isTag);
  const start = wordStart(text, end);
  if (start === end) return undefined;
  const before = skipSpace(text, start);
  const isMember = text[before - 1] === '.';
  return { name: text.slice(start, end), isTag, isMember, receiver: isMember ? receiverBefore(text, before - 1) : '' };
}

/** `['findMany']`, whose quote ends at `end`. */
function quotedBefore(text: string, end: number, isTag: boolean): WrittenCall | undefined {
  const start = wordStart(text, end - 1);
  const isQuoted = /['"`]/.test(text[end - 1] ?? '') && text[start - 1] === text[end - 1];
  return isQuoted ? { name: text.slice(start, end - 1), isTag, isMember: true, receiver: '' } : undefined;
}

function receiverBefore(text: string, dot: number): string {
  let end = skipSpace(text, dot);
  if (text[end - 1] === '?' || text[end - 1] === '!') end -= 1;
  return text.slice(wordStart(text, end), end);
}

function wordStart(text: string, end: number): number {
  let start = end;
  while (start > 0 && isWordCode(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

/** Letters, digits, `_`, `$`, and all beyond ASCII. */
function isWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code > 127
  );
}

function skipSpace(text: string, end: number): number {
  let start = end;
  while (start > 0 && text.charCodeAt(start - 1) <= 32) start -= 1;
  return start;
}
