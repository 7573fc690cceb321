/** What a type annotation says: `Book`, `"Book"`, `QuerySet[Book]`, `Book | None`, `list[Book]`. */
import { instanceOf } from './classes.ts';
import { evaluate } from './evaluate.ts';
import { textIn, type Evaluation } from './evaluation.ts';
import type { PyModule } from './modules.ts';
import { exportedName } from './names.ts';
import { fieldOf, stringOf, type PyNode } from './tree.ts';
import { DATA, UNKNOWN, merge, type Value } from './values.ts';

const LISTS: ReadonlySet<string> = new Set(['list', 'List', 'Iterable', 'Sequence', 'Collection', 'set', 'Set']);
const TRANSPARENT: ReadonlySet<string> = new Set(['Optional', 'Annotated', 'Final', 'ClassVar', 'Required']);

/** The value that a variable so annotated holds. */
export function annotationValue(ctx: Evaluation, node: PyNode, module: PyModule): Value {
  switch (node.type) {
    case 'type':
    case 'parenthesized_expression':
      return node.children[0] ? annotationValue(ctx, node.children[0], module) : UNKNOWN;
    case 'identifier':
    case 'attribute':
    case 'member_type':
      return instanceOf(ctx, evaluate(ctx, node, module));
    case 'none':
      return DATA;
    case 'string':
      return fromText(ctx, stringOf(node, module.text) ?? '', module);
    case 'union_type':
    case 'binary_operator':
      return node.children.map((child) => annotationValue(ctx, child, module)).reduce(merge, DATA);
    case 'generic_type':
    case 'subscript':
      return genericValue(ctx, node, module);
    default:
      return UNKNOWN;
  }
}

function genericValue(ctx: Evaluation, node: PyNode, module: PyModule): Value {
  const head = fieldOf(node, 'value') ?? node.children[0];
  const parameters = node.children.find(({ type }) => type === 'type_parameter');
  const argument = fieldOf(node, 'subscript') ?? parameters?.children[0];
  if (!head) return UNKNOWN;
  const name = textIn(module, head).split('.').at(-1) ?? '';
  const inner = argument ? annotationValue(ctx, argument, module) : UNKNOWN;
  if (TRANSPARENT.has(name)) return inner;
  if (LISTS.has(name)) return { kind: 'list', of: inner };
  const outer = annotationValue(ctx, head, module);
  if (outer.kind !== 'object' || inner.kind !== 'object' || !inner.cls) return outer;
  return { ...outer, model: inner.cls };
}

/** A quoted annotation: plain names, and those in one generic around them. */
function fromText(ctx: Evaluation, text: string, module: PyModule): Value {
  const plain = text.replaceAll(/\s+/g, '').replace(/\|None$|^None\|/, '');
  const [, head, inside] = /^([\w.]+)(?:\[([\w.]+)\])?$/.exec(plain) ?? [];
  if (head === undefined) return UNKNOWN;
  const named = head.includes('.') ? UNKNOWN : instanceOf(ctx, exportedName(ctx, module, head));
  if (inside === undefined) return named;
  const inner = instanceOf(ctx, exportedName(ctx, module, inside));
  if (TRANSPARENT.has(head)) return inner;
  if (LISTS.has(head)) return { kind: 'list', of: inner };
  return named.kind === 'object' && inner.kind === 'object' && inner.cls ? { ...named, model: inner.cls } : named;
}
