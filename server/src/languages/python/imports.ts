/** The modules that a file imports, and where to write one import more. */
import { textIn } from './evaluation.ts';
import { scopeIn, type PyModule } from './modules.ts';
import { fieldOf, type PyNode } from './tree.ts';

/** As they are written, each once. */
export function importsOf(module: PyModule): readonly string[] {
  const found = new Set<string>();
  const visit = (node: PyNode): void => {
    for (const child of node.children) {
      const from = child.type === 'import_from_statement' ? fieldOf(child, 'module_name') : undefined;
      if (from) found.add(textIn(module, from));
      else if (child.type === 'import_statement')
        for (const name of child.children) found.add(textIn(module, fieldOf(name, 'name') ?? name));
      else if (/^(?:if|try)_statement$|^block$|_clause$/.test(child.type)) visit(child);
    }
  };
  visit(module.tree.root);
  return [...found];
}

/** The edit that imports a name, `undefined` when it is there already. */
export function importEdit(
  module: PyModule,
  from: string,
  name: string,
): { readonly start: number; readonly end: number; readonly newText: string } | undefined {
  const { root } = module.tree;
  if (scopeIn(module, root).bindings.has(name)) return undefined;
  const lineBreak = module.text.includes('\r\n') ? '\r\n' : '\n';
  const existing = root.children.find((node) => {
    const source = node.type === 'import_from_statement' ? fieldOf(node, 'module_name') : undefined;
    return source !== undefined && textIn(module, source) === from && !/\bimport\s+\*/.test(textIn(module, node));
  });
  const last = existing?.children.findLast(({ field }) => field === 'name');
  if (last) return { start: last.end, end: last.end, newText: `, ${name}` };
  const at = root.children.find(({ type }) => type === 'import_from_statement' || type === 'import_statement');
  const start = at?.start ?? 0;
  return { start, end: start, newText: `from ${from} import ${name}${lineBreak}` };
}
