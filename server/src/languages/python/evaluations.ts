/** The places where Python itself sends a query: by iterating over it, counting it, asking whether it is empty. */
import type { Method } from '../../catalogs/schema.ts';
import type { Owned } from './collect.ts';
import { evaluate, isQuery, isSlice } from './evaluate.ts';
import { textIn, type Evaluation } from './evaluation.ts';
import type { PyModule } from './modules.ts';
import { sessionUse } from './sessions.ts';
import { renderedQueries } from './templates.ts';
import { fieldOf, functionAround, isAsync, unwrap, type PyNode } from './tree.ts';

/** Built-in functions by what they ask of their argument. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  all: '__iter__',
  any: '__iter__',
  bool: '__bool__',
  dict: '__iter__',
  frozenset: '__iter__',
  len: '__len__',
  list: '__iter__',
  max: '__iter__',
  min: '__iter__',
  repr: '__repr__',
  set: '__iter__',
  sorted: '__iter__',
  str: '__repr__',
  sum: '__iter__',
  tuple: '__iter__',
};

/** The evaluations that a node performs; each names the method that Python calls: `__iter__`, `__len__`. */
export function evaluationsAt(ctx: Evaluation, node: PyNode, module: PyModule): readonly Owned[] {
  const at = (source: PyNode | undefined, method: string, start: number, end: number): readonly Owned[] =>
    source ? ofQuery(ctx, module, node, source, method, start, end) : [];
  const keyword = (source: PyNode | undefined, method: string, word: string, from: number): readonly Owned[] => {
    const start = module.text.indexOf(word, from);
    return start < 0 || start > node.end ? [] : at(source, method, start, start + word.length);
  };
  switch (node.type) {
    case 'for_statement':
    case 'for_in_clause':
      return keyword(fieldOf(node, 'right'), isAsync(node, module.text) ? '__aiter__' : '__iter__', 'for', node.start);
    case 'call':
      return [...ofFunction(ctx, node, module), ...renderedQueries(ctx, node, module)];
    case 'if_statement':
    case 'while_statement':
      return keyword(condition(node), '__bool__', node.type.slice(0, node.type.indexOf('_')), node.start);
    case 'elif_clause':
      return keyword(condition(node), '__bool__', 'elif', node.start);
    case 'if_clause':
      return keyword(node.children[0], '__bool__', 'if', node.start);
    case 'assert_statement':
      return keyword(node.children[0], '__bool__', 'assert', node.start);
    case 'conditional_expression':
      return keyword(node.children[1], '__bool__', 'if', node.children[0]?.end ?? node.start);
    case 'not_operator':
      return keyword(fieldOf(node, 'argument'), '__bool__', 'not', node.start);
    case 'boolean_operator': {
      const left = fieldOf(node, 'left');
      const word = left && /\band\b/.test(module.text.slice(left.end, fieldOf(node, 'right')?.start)) ? 'and' : 'or';
      return keyword(left, '__bool__', word, left?.end ?? node.start);
    }
    case 'comparison_operator':
      return membership(node, module, (source, method, start, end) =>
        source ? [...at(source, method, start, end), ...sessionUse(ctx, node, source, module, start, end)] : [],
      );
    case 'subscript': {
      const value = fieldOf(node, 'value');
      const ofSession = value ? sessionUse(ctx, node, value, module, value.end, node.end) : [];
      return [...subscript(node, module, at), ...ofSession];
    }
    case 'interpolation':
      return at(fieldOf(node, 'expression'), '__repr__', node.start, node.end);
    case 'with_statement':
      return transaction(ctx, node, module);
    case 'attribute':
      return readOfUser(ctx, node, module);
    case 'list_splat':
      return at(node.children[0], '__iter__', node.start, node.start + 1);
    default:
      return [];
  }
}

type At = (source: PyNode | undefined, method: string, start: number, end: number) => readonly Owned[];

const condition = (node: PyNode): PyNode | undefined => fieldOf(node, 'condition');

function ofFunction(ctx: Evaluation, node: PyNode, module: PyModule): readonly Owned[] {
  const callee = fieldOf(node, 'function');
  const method = callee?.type === 'identifier' ? FUNCTIONS[textIn(module, callee)] : undefined;
  const written = fieldOf(node, 'arguments');
  const [source] = written?.type === 'argument_list' ? written.children : [];
  if (!callee || method === undefined || !source || source.type === 'keyword_argument') return [];
  if (evaluate(ctx, callee, module).kind !== 'unknown') return [];
  return ofQuery(ctx, module, node, source, method, callee.start, callee.end);
}

/** `book in books`; with several comparisons it is not said which. */
function membership(node: PyNode, module: PyModule, at: At): readonly Owned[] {
  const [left, right] = node.children;
  if (!left || !right || node.children.length > 2) return [];
  const between = module.text.slice(left.end, right.start);
  const [word] = /\b(?:not\s+)?in\b/.exec(between) ?? [];
  if (word === undefined) return [];
  const start = left.end + between.indexOf(word);
  return at(right, '__contains__', start, start + word.length);
}

/** `books[0]`, `books[::2]`; `books[:10]` goes on being a query. */
function subscript(node: PyNode, module: PyModule, at: At): readonly Owned[] {
  const value = fieldOf(node, 'value');
  const index = fieldOf(node, 'subscript');
  if (!value || !index || isSlice(index, module.text)) return [];
  return at(value, '__getitem__', value.end, node.end);
}

/** `with transaction.atomic():` begins one at once; `async with` does not get so far. */
function transaction(ctx: Evaluation, node: PyNode, module: PyModule): readonly Owned[] {
  const end = module.text.indexOf('with', node.start) + 'with'.length;
  return (node.children[0]?.children ?? []).flatMap((item): readonly Owned[] => {
    const written = fieldOf(item, 'value');
    const source = written?.type === 'as_pattern' ? written.children[0] : written;
    const value = source && evaluate(ctx, source, module);
    const entered = value?.kind === 'object' ? ctx.catalogs.method(value.ref, '__enter__') : undefined;
    if (!source || value?.kind !== 'object' || !entered) return [];
    const fact: Method = isAsync(node, module.text) ? { ...entered, execution: 'local' } : entered;
    const name = { start: node.start, end };
    return [
      { node, name, method: '__enter__', owner: value.ref, fact, receiver: source, on: value, kind: 'evaluation' },
    ];
  });
}

/** `request.user.name` in an `async def`: elsewhere a middleware has often read it before. */
function readOfUser(ctx: Evaluation, node: PyNode, module: PyModule): readonly Owned[] {
  const object = fieldOf(node, 'object');
  const around = functionAround(node);
  if (object?.type !== 'attribute' || around?.type !== 'function_definition') return [];
  if (!isAsync(around, module.text)) return [];
  const value = evaluate(ctx, object, module);
  const fact = value.kind === 'object' ? ctx.catalogs.method(value.ref, '__getattr__') : undefined;
  if (fact && ctx.index.setsUser()) return [];
  const written = fieldOf(object, 'attribute');
  if (value.kind !== 'object' || !fact || !written) return [];
  const before = module.text.slice(around.start, node.start);
  if (before.includes(`${textIn(module, object)}.`) || /\buser\s*=/.test(before)) return [];
  const name = { start: written.start, end: written.end };
  return [
    { node, name, method: '__getattr__', owner: value.ref, fact, receiver: object, on: value, kind: 'evaluation' },
  ];
}

function ofQuery(
  ctx: Evaluation,
  module: PyModule,
  node: PyNode,
  source: PyNode,
  method: string,
  start: number,
  end: number,
): readonly Owned[] {
  const value = evaluate(ctx, source, module);
  if (!isQuery(value) || isFallback(node, module)) return [];
  const fact = ctx.catalogs.method(value.ref, method);
  if (!fact || module.text.slice(start, end).includes('\n')) return [];
  const name = { start, end };
  return [{ node, name, method, owner: value.ref, fact, receiver: unwrap(source), on: value, kind: 'evaluation' }];
}

/** In the handler of what a value without a query's methods raises: there it is something else. */
function isFallback(node: PyNode, module: PyModule): boolean {
  for (let at = node.parent; at && at.type !== 'function_definition'; at = at.parent)
    if (at.type === 'except_clause') return /^except[^:]*\b(?:AttributeError|TypeError)\b/.test(textIn(module, at));
  return false;
}
