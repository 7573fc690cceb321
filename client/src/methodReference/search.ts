/** How well a method of the reference matches what is searched. */
import type { ReferenceLibrary, ReferenceMethod } from '../../../server/src/protocol/requests.ts';

/** Ranks of a match, best first; `WORST` is a word of the description. */
const EXACT = 0;
const PREFIX = 1;
const INSIDE = 2;
const ELSEWHERE = 3;
export const WORST = 4;

/** The words of a search, in lower case; all of them have to be found. */
export function searchTerms(search: string): readonly string[] {
  return search
    .toLowerCase()
    .split(/[\s().,]+/)
    .filter((term) => term !== '');
}

/** As well as its best term, if all of them match; `undefined` if one does not. */
export function rankMethod(
  library: ReferenceLibrary,
  method: ReferenceMethod,
  terms: readonly string[],
): number | undefined {
  if (terms.length === 0) return EXACT;
  const ranks = terms.map((term) => rankTerm(library, method, term));
  return ranks.includes(undefined) ? undefined : Math.min(...ranks.map((rank) => rank ?? WORST));
}

function rankTerm(library: ReferenceLibrary, method: ReferenceMethod, term: string): number | undefined {
  const name = method.method.toLowerCase();
  if (name === term) return EXACT;
  if (name.startsWith(term)) return PREFIX;
  if (name.includes(term)) return INSIDE;
  const elsewhere = [method.type, library.library, library.title, method.execution, method.asyncEquivalent ?? ''];
  if (elsewhere.some((text) => text.toLowerCase().includes(term))) return ELSEWHERE;
  return beginsWord(method.description.toLowerCase(), term) ? WORST : undefined;
}

/** Whether a word of the text begins with the term: `all` is no match for `finally`. */
function beginsWord(text: string, term: string): boolean {
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}_$]/u.test(text.charAt(at - 1))) return true;
  }
  return false;
}
