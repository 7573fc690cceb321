/** Comments written for Query Lens, and the strings in which a line that looks like one is text. */
import type { CommentFact, VerbatimFact } from '../../analysis/model.ts';
import type { PyModule } from './modules.ts';
import type { PyNode } from './tree.ts';

const OURS = /^#\s*query-lens-/;

export function commentsOf({ tree, text }: PyModule): readonly CommentFact[] {
  if (!text.includes('query-lens-')) return [];
  return tree.comments.flatMap(({ start, end }) => {
    if (!OURS.test(text.slice(start, end))) return [];
    const span = { start, end };
    return [{ span, whole: span, content: { start: start + 1, end } }];
  });
}

/** Strings of several lines, in source order. */
export function verbatimOf({ tree, text }: PyModule): readonly VerbatimFact[] {
  const found: VerbatimFact[] = [];
  const visit = (node: PyNode): void => {
    if (node.type === 'string' && text.slice(node.start, node.end).includes('\n'))
      found.push({ kind: 'template', span: { start: node.start, end: node.end } });
    node.children.forEach(visit);
  };
  visit(tree.root);
  return found;
}
