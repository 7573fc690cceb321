/** Queries that are handed to a template: rendering it goes through them. */
import type { Owned } from './collect.ts';
import { evaluate, isQuery } from './evaluate.ts';
import { textIn, type Evaluation } from './evaluation.ts';
import type { PyModule } from './modules.ts';
import { fieldOf, unwrap, type PyNode } from './tree.ts';

/** Functions that render at once, and where the context stands among their arguments. */
const RENDERS: ReadonlyMap<string, number> = new Map([
  ['django.shortcuts.render', 2],
  ['django.template.loader.render_to_string', 1],
]);

/** The entries of a context that is written out in the call. */
export function renderedQueries(ctx: Evaluation, node: PyNode, module: PyModule): readonly Owned[] {
  const callee = fieldOf(node, 'function');
  const written = fieldOf(node, 'arguments')?.children ?? [];
  if (!callee || !/\brender(?:_to_string)?$/.test(textIn(module, callee))) return [];
  const fn = evaluate(ctx, callee, module);
  const index = fn.kind === 'module' ? RENDERS.get(fn.name) : undefined;
  const named = written.find((argument) => {
    const key = argument.type === 'keyword_argument' ? fieldOf(argument, 'name') : undefined;
    return key !== undefined && textIn(module, key) === 'context';
  });
  const context = index === undefined ? undefined : named ? fieldOf(named, 'value') : written[index];
  if (context?.type !== 'dictionary') return [];
  return context.children.flatMap((pair) => ofEntry(ctx, pair, module));
}

function ofEntry(ctx: Evaluation, pair: PyNode, module: PyModule): readonly Owned[] {
  const key = fieldOf(pair, 'key');
  const source = fieldOf(pair, 'value');
  const value = source && evaluate(ctx, source, module);
  if (pair.type !== 'pair' || key?.type !== 'string' || !value || !isQuery(value)) return [];
  const fact = ctx.catalogs.method(value.ref, '__iter__');
  const name = { start: key.start, end: key.end };
  const own = { node: pair, name, method: '__iter__', owner: value.ref, receiver: unwrap(source), on: value } as const;
  return fact ? [{ ...own, fact, kind: 'evaluation' }] : [];
}
