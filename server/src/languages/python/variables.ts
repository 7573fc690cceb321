/** Local variables that hold a query or a coroutine: where they are read. */
import type { Reference, VariableFact } from '../../analysis/model.ts';
import { textIn } from './evaluation.ts';
import { scopeBinding } from './names.ts';
import type { Scope } from './scope.ts';
import { loopsAround } from './surroundings.ts';
import { functionAround, type PyNode } from './tree.ts';
import { useOf, type UseContext } from './uses.ts';

export interface VariableKey {
  readonly scope: Scope;
  readonly name: string;
}

export function variableFact(
  ctx: UseContext,
  identifiers: ReadonlyMap<string, readonly PyNode[]>,
  { scope, name }: VariableKey,
  id: number,
): VariableFact {
  const { module } = ctx;
  const bindings = scope.bindings.get(name) ?? [];
  const declared = bindings[0]?.node ?? scope.node;
  const bound = new Set(bindings.map(({ node }) => node));
  const body = textIn(module, scope.node);
  const reads = (identifiers.get(name) ?? []).filter(
    (node) => !bound.has(node) && isRead(node) && scopeBinding(module, node, name)?.node === scope.node,
  );
  return {
    id,
    name,
    declaration: { start: declared.start, end: declared.end },
    kind: bindings.length > 1 ? 'let' : bindings[0]?.kind === 'parameter' ? 'parameter' : 'const',
    function: ctx.functionId(scope.node),
    // Code that looks at all local variables, or that another scope assigns to, may do anything with it.
    exported:
      /\b(?:locals|vars|eval|exec)\(/.test(body) || new RegExp(String.raw`\bnonlocal\b.*\b${name}\b`).test(body),
    references: reads.map((node) => referenceTo(ctx, node)),
  };
}

/** It reads a variable, and does not name an attribute or a keyword. */
export function isRead(node: PyNode): boolean {
  const { parent, field } = node;
  if (parent?.type === 'attribute') return field === 'object';
  if (parent?.type === 'keyword_argument') return field === 'value';
  return parent?.type !== 'dotted_name' && parent?.type !== 'global_statement' && parent?.type !== 'nonlocal_statement';
}

function referenceTo(ctx: UseContext, node: PyNode): Reference {
  return {
    span: { start: node.start, end: node.end },
    use: useOf(ctx, node),
    function: ctx.functionId(functionAround(node)),
    loops: loopsAround(node, ctx.module),
  };
}
