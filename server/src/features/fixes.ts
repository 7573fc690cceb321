/** Applies fixes: all safe ones of a file at once, and edits to a text. */
import type { Finding, TextEdit } from '../rules/rule.ts';

/**
 * The edits of the first safe fix of every finding. Two findings may need the same edit (`async` on the
 * function around both): it is made once. A fix that would touch what another has edited is left out; it
 * is found again in the result.
 */
export function fixAll(_text: string, findings: readonly Finding[]): readonly TextEdit[] {
  const taken: TextEdit[] = [];
  for (const { fixes } of findings) {
    const wanted = (fixes.find(({ safe }) => safe)?.edits ?? []).filter(
      (edit) => !taken.some((other) => isSame(edit, other)),
    );
    if (wanted.some((edit) => taken.some((other) => touches(edit, other)))) continue;
    taken.push(...wanted);
  }
  return sorted(taken);
}

/** The text with the edits made. Throws when two of them overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, newText } of sorted(edits)) {
    if (start < done || end < start || end > text.length)
      throw new RangeError(`An edit at ${start} overlaps another or lies outside the text.`);
    result += text.slice(done, start) + newText;
    done = end;
  }
  return result + text.slice(done);
}

function sorted(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.start === b.start && a.end === b.end && a.newText === b.newText;
}

/** They overlap, or stand at one place so that their order would matter. */
function touches(a: TextEdit, b: TextEdit): boolean {
  return a.start === b.start || (a.start < b.end && b.start < a.end);
}
