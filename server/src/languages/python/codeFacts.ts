/** What stands around a call in Python: its statement, and the imports of its file one by one. */
import type { ImportFact, StatementFact } from '../../analysis/codeFacts.ts';
import { textIn } from './evaluation.ts';
import type { PyModule } from './modules.ts';
import { fieldOf, type PyNode } from './tree.ts';

/** The statement whose whole value a node is, when it stands on lines of its own. */
export function statementOf(node: PyNode, module: PyModule): StatementFact | undefined {
  const value = node.parent?.type === 'await' ? node.parent : node;
  const holder = value.parent;
  if (!holder) return undefined;
  const isAssigned = holder.type === 'assignment' && value.field === 'right';
  const statement = isAssigned ? holder.parent : holder;
  const kind = isAssigned ? 'assigned' : holder.type === 'return_statement' ? 'returned' : 'dropped';
  if (!statement || !/^(?:expression|return)_statement$/.test(statement.type)) return undefined;
  const block = statement.parent;
  if (!block || (block.type !== 'block' && block.type !== 'module') || !isAlone(statement, module.text))
    return undefined;
  const left = isAssigned ? fieldOf(holder, 'left') : undefined;
  if (isAssigned && (left?.type !== 'identifier' || fieldOf(holder, 'type'))) return undefined;
  return {
    span: { start: statement.start, end: statement.end },
    value: { start: value.start, end: value.end },
    kind,
    ...(left && { name: textIn(module, left) }),
    block: block.start,
    index: block.children.indexOf(statement),
  };
}

/** Nothing else stands on its lines but a comment behind it. */
function isAlone({ start, end }: PyNode, text: string): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return before.trim() === '' && /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.test(text.slice(end));
}

/** Those at the top level of a file. */
export function importFactsOf(module: PyModule): readonly ImportFact[] {
  return module.tree.root.children.flatMap((node): readonly ImportFact[] => {
    if (node.type === 'import_from_statement' || node.type === 'future_import_statement')
      return fromImport(node, module);
    if (node.type !== 'import_statement') return [];
    const [first] = node.children;
    if (!first || node.children.length > 1) return [];
    const name = textIn(module, fieldOf(first, 'name') ?? first);
    const local = fieldOf(first, 'alias');
    const names = [{ name: '*', local: local ? textIn(module, local) : name }];
    return [{ span: { start: node.start, end: node.end }, module: name, names }];
  });
}

function fromImport(node: PyNode, module: PyModule): readonly ImportFact[] {
  const source = fieldOf(node, 'module_name');
  const named = node.children.filter(({ field }) => field === 'name');
  const names = named.map((entry) => {
    const name = textIn(module, fieldOf(entry, 'name') ?? entry);
    const local = fieldOf(entry, 'alias');
    return { name, local: local ? textIn(module, local) : name };
  });
  const end = named.at(-1)?.end;
  const from = source ? textIn(module, source) : '__future__';
  const span = { start: node.start, end: node.end };
  return [{ span, module: from, names, ...(end !== undefined && source && { namesEnd: end }) }];
}
