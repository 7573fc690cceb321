/** A syntax tree in plain objects: reading one out of WebAssembly once is cheaper than asking it node by node. */

/** A named node of tree-sitter's Python grammar, with its named children. */
export interface PyNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** The name of the field of its parent that it fills; empty for none. */
  readonly field: string;
  readonly parent: PyNode | undefined;
  readonly children: readonly PyNode[];
}

export interface PyTree {
  readonly root: PyNode;
  /** In source order; they are no children of anything. */
  readonly comments: readonly PyNode[];
}

/** The child in a field. */
export function fieldOf(node: PyNode, field: string): PyNode | undefined {
  return node.children.find((child) => child.field === field);
}

/** The children in a field. */
export function fieldsOf(node: PyNode, field: string): readonly PyNode[] {
  return node.children.filter((child) => child.field === field);
}

/** The node without the brackets around it. */
export function unwrap(node: PyNode): PyNode {
  let inner = node;
  while (inner.type === 'parenthesized_expression' && inner.children.length === 1) inner = inner.children[0] ?? inner;
  return inner;
}

/** The outermost of the brackets around a node. */
export function wrapped(node: PyNode): PyNode {
  let outer = node;
  while (outer.parent?.type === 'parenthesized_expression') outer = outer.parent;
  return outer;
}

export function isInside(node: PyNode, around: PyNode): boolean {
  return around.start <= node.start && node.end <= around.end;
}

const FUNCTIONS: ReadonlySet<string> = new Set(['function_definition', 'lambda']);
const COMPREHENSIONS: ReadonlySet<string> = new Set([
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);

export function isFunction(node: PyNode): boolean {
  return FUNCTIONS.has(node.type);
}

export function isComprehension(node: PyNode): boolean {
  return COMPREHENSIONS.has(node.type);
}

/** The innermost function whose body a node stands in; defaults and decorators belong to what is around it. */
export function functionAround(node: PyNode): PyNode | undefined {
  let below = node;
  for (let at = node.parent; at; below = at, at = at.parent) {
    if (isFunction(at) && below.field === 'body') return at;
    // The body of a class runs where the class stands.
  }
  return undefined;
}

/** `async def`. */
export function isAsync(node: PyNode, text: string): boolean {
  return text.startsWith('async', node.start) && !/\w/.test(text[node.start + 5] ?? ' ');
}

/** A literal string's value without quotes; `undefined` for one with interpolations and for anything else. */
export function stringOf(node: PyNode | undefined, text: string): string | undefined {
  if (node?.type !== 'string' || node.children.some(({ type }) => type === 'interpolation')) return undefined;
  return node.children
    .filter(({ type }) => type === 'string_content')
    .map(({ start, end }) => text.slice(start, end))
    .join('');
}

/** The identifier that a parameter declares. */
export function parameterOf(node: PyNode): PyNode | undefined {
  if (node.type === 'identifier') return node;
  const name = fieldOf(node, 'name') ?? node.children[0];
  if (name?.type === 'identifier') return name;
  return name && name.type.endsWith('splat_pattern') ? name.children[0] : undefined;
}
