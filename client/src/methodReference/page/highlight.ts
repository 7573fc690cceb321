/** Marks what was searched for, without touching the rows. */

const NAME = 'search';

/** Marks every occurrence of the terms in the names and descriptions shown. */
export function markTerms(container: HTMLElement, terms: readonly string[]): void {
  CSS.highlights.delete(NAME);
  if (terms.length === 0) return;
  const ranges: StaticRange[] = [];
  for (const cell of container.querySelectorAll('details.library[open] :is(a.method, td.description, td.async code)')) {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      if (texts.currentNode instanceof Text) ranges.push(...occurrences(texts.currentNode, terms));
    }
  }
  CSS.highlights.set(NAME, new Highlight(...ranges));
}

function occurrences(node: Text, terms: readonly string[]): StaticRange[] {
  const text = node.data.toLowerCase();
  const ranges: StaticRange[] = [];
  for (const term of terms) {
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) {
      // Lower case can be longer than the text it comes from.
      if (at + term.length > node.length) break;
      // Thousands of live ranges would make every later change of the tables slow.
      ranges.push(
        new StaticRange({ startContainer: node, startOffset: at, endContainer: node, endOffset: at + term.length }),
      );
    }
  }
  return ranges;
}
