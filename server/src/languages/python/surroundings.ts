/** The loops and handlers around a place, inside its function. */
import type { LoopFact, Span } from '../../analysis/model.ts';
import type { PyModule } from './modules.ts';
import { fieldOf, isAsync, isComprehension, isFunction, isInside, type PyNode } from './tree.ts';

/** Innermost first. */
export function loopsAround(node: PyNode, module: PyModule): readonly LoopFact[] {
  const loops: LoopFact[] = [];
  for (let below = node, at = node.parent; at && !isBodyOf(at, below); below = at, at = at.parent) {
    if (at.type === 'for_statement' && below.field === 'body') loops.push(forLoop(at, module));
    else if (at.type === 'while_statement') loops.push({ kind: 'while', span: spanOf(at), exits: exitsOf(at) });
    else if (isComprehension(at)) {
      const clause = at.children.find(({ type }) => type === 'for_in_clause');
      const over = clause && fieldOf(clause, 'right');
      if (clause && over && !isInside(node, over)) loops.push(comprehensionLoop(at, clause, over, module));
    }
  }
  return loops;
}

function isBodyOf(node: PyNode, below: PyNode): boolean {
  return isFunction(node) && below.field === 'body';
}

function spanOf({ start, end }: PyNode): Span {
  return { start, end };
}

const LITERALS: ReadonlySet<string> = new Set(['list', 'tuple', 'set', 'string', 'dictionary']);

function forLoop(node: PyNode, module: PyModule): LoopFact {
  const over = fieldOf(node, 'right');
  const body = fieldOf(node, 'body');
  return {
    kind: isAsync(node, module.text) ? 'for-await' : 'for-of',
    span: spanOf(node),
    header: { start: node.start, end: over?.end ?? node.end },
    ...(over && { over: spanOf(over), overLiteral: isFixed(over, module) }),
    exits: body ? exitsOf(body) : [],
  };
}

function comprehensionLoop(node: PyNode, clause: PyNode, over: PyNode, module: PyModule): LoopFact {
  return {
    kind: isAsync(clause, module.text) ? 'for-await' : 'for-of',
    span: spanOf(node),
    header: spanOf(clause),
    over: spanOf(over),
    overLiteral: isFixed(over, module),
    exits: [],
  };
}

/** As many turns as the program says: a literal, `range(3)`. */
function isFixed(over: PyNode, module: PyModule): boolean {
  return LITERALS.has(over.type) || module.text.startsWith('range(', over.start);
}

function exitsOf(node: PyNode): readonly Span[] {
  return node.children.flatMap((child) => {
    if (child.type === 'return_statement' || child.type === 'break_statement') return [spanOf(child)];
    return isFunction(child) || child.type === 'class_definition' ? [] : exitsOf(child);
  });
}

/** Stands in the body of a `try` that handles failures. */
export function isCaught(node: PyNode): boolean {
  return someAround(node, (at, below) => at.type === 'try_statement' && below.field === 'body');
}

export function isInHandler(node: PyNode): boolean {
  return someAround(node, (at) => /^(?:except|finally)\w*_clause$/.test(at.type));
}

function someAround(node: PyNode, test: (at: PyNode, below: PyNode) => boolean): boolean {
  for (let below = node, at = node.parent; at && !isBodyOf(at, below); below = at, at = at.parent)
    if (test(at, below)) return true;
  return false;
}
