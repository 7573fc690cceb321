/** How a blocking call or evaluation is written in an `async def`. */
import type { AsyncForm, Edit } from '../../analysis/model.ts';
import type { Owned } from './collect.ts';
import { textIn } from './evaluation.ts';
import { needsParens } from './facts.ts';
import { importEdit } from './imports.ts';
import type { PyModule } from './modules.ts';
import { scopeBinding } from './names.ts';
import { fieldOf, isFunction, wrapped, type PyNode } from './tree.ts';

const insert = (at: number, newText: string): Edit => ({ start: at, end: at, newText });

/** `undefined` where nothing that means the same can be written in its place. */
export function asyncFormOf(module: PyModule, own: Owned): AsyncForm | undefined {
  if (own.fact.execution !== 'blocking') return undefined;
  // What came with a later Django.
  if (own.kind === 'evaluation' && own.fact.asyncEquivalent === null && !isQueryType(own)) return undefined;
  if (own.kind === 'evaluation') return evaluationForm(module, own);
  if (own.kind === 'relation') return undefined;
  const { asyncEquivalent } = own.fact;
  const name = /^(?<name>\w+)\(\)$/.exec(asyncEquivalent ?? '')?.groups?.['name'];
  if (name !== undefined) return renamed(module, own, name);
  return asyncEquivalent === null ? inThread(module, own) : undefined;
}

function isQueryType({ owner }: Owned): boolean {
  return owner.type === 'QuerySet';
}

/** `Book.objects.get(pk=1)` becomes `await Book.objects.aget(pk=1)`. */
function renamed(module: PyModule, own: Owned, name: string): AsyncForm {
  const edits: Edit[] = [...awaited(own.node), { start: own.name.start, end: own.name.end, newText: name }];
  const callee = fieldOf(own.node, 'function');
  if (own.kind === 'call' && callee?.type === 'identifier') {
    const from = importedFrom(module, callee);
    const edit = from === undefined ? undefined : importEdit(module, from, name);
    if (edit) edits.push(edit);
  }
  return { code: `${name}()`, title: `Use \`${name}()\``, edits: inOrder(edits) };
}

function importedFrom(module: PyModule, callee: PyNode): string | undefined {
  const name = textIn(module, callee);
  if (scopeBinding(module, callee, name)) return undefined;
  for (const node of module.tree.root.children) {
    const from = node.type === 'import_from_statement' ? fieldOf(node, 'module_name') : undefined;
    const names = node.children.filter(({ field }) => field === 'name').map((entry) => textIn(module, entry));
    if (from && names.includes(name)) return textIn(module, from);
  }
  return undefined;
}

/** `await sync_to_async(connection.cursor)()`. */
function inThread(module: PyModule, { node }: Owned): AsyncForm | undefined {
  const callee = fieldOf(node, 'function');
  // What `with` needs is no coroutine.
  if (!callee || node.parent?.type === 'with_item' || node.parent?.type === 'as_pattern') return undefined;
  const [before, after] = needsParens(node) ? ['(await sync_to_async(', ')'] : ['await sync_to_async(', ''];
  const edit = importEdit(module, 'asgiref.sync', 'sync_to_async');
  const edits = [
    insert(node.start, before),
    insert(callee.end, ')'),
    ...(after === '' ? [] : [insert(node.end, after)]),
  ];
  return {
    code: 'sync_to_async(...)',
    title: 'Use `sync_to_async(...)`',
    edits: inOrder(edit ? [...edits, edit] : edits),
  };
}

function awaited(node: PyNode): readonly Edit[] {
  return needsParens(node) ? [insert(node.start, '(await '), insert(node.end, ')')] : [insert(node.start, 'await ')];
}

function evaluationForm(module: PyModule, own: Owned): AsyncForm | undefined {
  const { node, receiver } = own;
  if (!receiver) return undefined;
  const source = textIn(module, receiver);
  const whole = (newText: string): readonly Edit[] => [{ start: node.start, end: node.end, newText }];
  switch (node.type) {
    case 'for_statement':
      return { code: 'async for', title: 'Use `async for`', edits: [insert(own.name.start, 'async ')] };
    case 'for_in_clause':
      // A generator expression becomes an asynchronous one, which whoever takes it may not understand.
      if (node.parent?.type === 'generator_expression') return undefined;
      return { code: 'async for', title: 'Use `async for`', edits: [insert(own.name.start, 'async ')] };
    case 'call':
      return functionForm(module, own, source);
    case 'if_statement':
    case 'elif_clause':
    case 'while_statement':
    case 'if_clause':
    case 'not_operator':
    case 'conditional_expression':
    case 'assert_statement':
      return exists(receiver);
    case 'pair': {
      const element = elementName(own.on?.model?.name, node, module);
      const newText = `[${element} async for ${element} in ${source}]`;
      const edits = [{ start: receiver.start, end: receiver.end, newText }];
      return { code: newText, title: 'Use an async comprehension', edits };
    }
    case 'attribute':
      return {
        code: 'auser()',
        title: 'Use `auser()`',
        edits: [
          insert(receiver.start, '(await '),
          { start: own.name.start, end: own.name.end, newText: 'auser()' },
          insert(receiver.end, ')'),
        ],
      };
    case 'comparison_operator': {
      const [left] = node.children;
      if (!left || /not/.test(module.text.slice(own.name.start, own.name.end))) return undefined;
      const name = isQueryType(own) ? 'acontains' : 'ahas_key';
      const edits = whole(`await ${source}.${name}(${textIn(module, left)})`);
      return { code: `${name}()`, title: `Use \`${name}()\``, edits };
    }
    default:
      return undefined;
  }
}

/** `if books:` asks only whether there are any; what is read afterwards is fetched by itself. */
function exists(receiver: PyNode): AsyncForm | undefined {
  if (receiver.type === 'identifier') return undefined;
  const outer = wrapped(receiver);
  return {
    code: 'aexists()',
    title: 'Use `aexists()`',
    edits: [insert(outer.start, 'await '), insert(outer.end, '.aexists()')],
  };
}

const BRACKETS: Readonly<Record<string, readonly [string, string]>> = { list: ['[', ']'], set: ['{', '}'] };

function functionForm(module: PyModule, { node, name, on }: Owned, source: string): AsyncForm | undefined {
  const fn = module.text.slice(name.start, name.end);
  const only = fieldOf(node, 'arguments')?.children.length === 1;
  if (fn === 'len' && only) {
    const [before, after] = needsParens(node) ? ['(await ', ')'] : ['await ', ''];
    const newText = `${before}${source}.acount()${after}`;
    return { code: 'acount()', title: 'Use `acount()`', edits: [{ start: node.start, end: node.end, newText }] };
  }
  const [open, close] = BRACKETS[fn] ?? ['', ''];
  if (open === '' || !only) return undefined;
  const element = elementName(on?.model?.name, node, module);
  const newText = `${open}${element} async for ${element} in ${source}${close}`;
  return { code: newText, title: 'Use an async comprehension', edits: [{ start: node.start, end: node.end, newText }] };
}

/** A name for one row that means nothing else in the function. */
export function elementName(model: string | undefined, at: PyNode, module: PyModule): string {
  const wanted = model?.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, '_').toLowerCase() ?? 'row';
  let fn: PyNode | undefined = at;
  while (fn && !isFunction(fn)) fn = fn.parent;
  const isTaken = new RegExp(String.raw`\b${wanted}\b`).test(fn ? textIn(module, fn) : module.text);
  return isTaken ? `${wanted}_` : wanted;
}

function inOrder(edits: readonly Edit[]): readonly Edit[] {
  return edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
}
