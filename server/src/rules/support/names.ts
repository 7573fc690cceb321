/** The names that a piece of code reads and writes. */
import type { FileFacts, NameFact, Span } from '../../analysis/model.ts';

/** Those inside the span, in source order. */
export function namesIn({ names = [] }: FileFacts, { start, end }: Span): readonly NameFact[] {
  let low = 0;
  for (let high = names.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((names[middle]?.span.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last < names.length && (names[last]?.span.start ?? end) < end) last++;
  return names.slice(low, last);
}
