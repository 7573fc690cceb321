/** From what was collected to `FileFacts`: numbers the calls, functions and variables, and notes where each value goes. */
import type { Call, FileFacts, FunctionFact, NameFact, Span } from '../../analysis/model.ts';
import type { Versions } from '../../catalogs/catalogSet.ts';
import type { ImportFact } from '../../analysis/codeFacts.ts';
import { asyncFormOf, elementName } from './asyncForms.ts';
import { classAround } from './classes.ts';
import type { Collected, Owned } from './collect.ts';
import { importFactsOf, statementOf } from './codeFacts.ts';
import { commentsOf, verbatimOf } from './comments.ts';
import { isSlice } from './evaluate.ts';
import { textIn, type Evaluation } from './evaluation.ts';
import { isGenerator } from './calls.ts';
import { resultTypeOf } from './results.ts';
import { importsOf } from './imports.ts';
import type { PyModule } from './modules.ts';
import { decoratorsOf, scopeBinding } from './names.ts';
import { scopeIn } from './modules.ts';
import { isCaught, isInHandler, loopsAround } from './surroundings.ts';
import { fieldOf, functionAround, isAsync, parameterOf, unwrap, wrapped, type PyNode } from './tree.ts';
import { calleeOf, useOf, type UseContext } from './uses.ts';
import { isRead, variableFact, type VariableKey } from './variables.ts';

export interface FactsInput {
  readonly ctx: Evaluation;
  readonly module: PyModule;
  readonly collected: Collected;
  readonly versions: Versions;
  /** The file's path inside its project. */
  readonly path: string;
  /** Looks up packages that rewritten code can import. */
  readonly companions: () => Versions;
}

/** Pure; ids are indexes into the arrays of the result. */
export function createFacts({ ctx, module, collected, versions, path, companions }: FactsInput): FileFacts {
  const { owned, functions, identifiers } = collected;
  const callIds = new Map<PyNode, number>();
  const evaluationIds = new Map<PyNode, number>();
  owned.forEach((own, id) => {
    if (own.kind === 'evaluation') evaluationIds.set(own.receiver ?? own.node, id);
    else callIds.set(own.node, id);
  });
  const functionIds = new Map(functions.map((fn, id) => [fn, id]));
  const keys: VariableKey[] = [];
  const uses: UseContext = {
    module,
    callId: (node) => callIds.get(node),
    evaluationOf: (source) => evaluationIds.get(source),
    functionId: (fn) => (fn ? (functionIds.get(fn) ?? -1) : -1),
    variableId({ scope, name }) {
      const known = keys.findIndex((key) => key.scope.node === scope.node && key.name === name);
      return known >= 0 ? known : keys.push({ scope, name }) - 1;
    },
  };
  const calls = owned.map((own, id) => callFact(ctx, uses, callIds, own, id));
  const variables = [];
  // Reads of one variable may bring up another.
  for (let id = 0; id < keys.length; id++) {
    const key = keys[id];
    if (key) variables.push(variableFact(uses, identifiers, key, id));
  }
  let names: readonly NameFact[] | undefined;
  let imports: readonly ImportFact[] | undefined;
  return {
    language: 'python',
    file: module.file,
    text: module.text,
    versions,
    calls,
    functions: calls.length === 0 ? [] : functions.map((fn, id) => functionFact(uses, fn, id)),
    variables,
    path,
    imports: importsOf(module),
    get importFacts() {
      return (imports ??= importFactsOf(module));
    },
    get companions() {
      return companions();
    },
    comments: commentsOf(module),
    verbatim: verbatimOf(module),
    complete: true,
    get names() {
      return (names ??= namesOf(module, identifiers));
    },
  };
}

function callFact(
  ctx: Evaluation,
  uses: UseContext,
  callIds: ReadonlyMap<PyNode, number>,
  own: Owned,
  id: number,
): Call {
  const { module } = uses;
  const { node } = own;
  const inner = own.receiver && throughSlices(own.receiver, module);
  const receiver = inner && callIds.get(inner);
  const root = rootOf(own, callIds, module);
  const variable = own.kind === 'relation' ? undefined : variableOf(uses, root);
  const result = resultTypeOf(ctx, module, own);
  const asyncForm = asyncFormOf(module, own);
  const span = spanOfCall(own, root);
  const statement = own.kind === 'evaluation' || own.kind === 'relation' ? undefined : statementOf(node, module);
  const isSyntax = own.kind === 'evaluation' && node.type !== 'call' && node.type !== 'subscript';
  return {
    id,
    method: own.method,
    name: own.name,
    span,
    owner: own.owner,
    fact: own.fact,
    ...(result && { result: result.ref, ...(result.array && { resultIsArray: true }) }),
    kind: own.kind === 'call' ? 'call' : 'method',
    ...(receiver !== undefined && receiver < id && own.kind !== 'relation' && { receiver }),
    ...(variable !== undefined && { receiverVariable: variable }),
    root: { start: root.start, end: root.end },
    use: isSyntax ? { kind: 'escaped', how: 'other' } : useOf(uses, node),
    function: uses.functionId(functionAround(node)),
    loops: loopsAround(own.kind === 'evaluation' ? (own.receiver ?? node) : node, module),
    caught: isCaught(node),
    ...(isInHandler(node) && { inCatch: true }),
    ...(statement && { statement }),
    ...(own.kind === 'evaluation' && { implicit: own.kind }),
    ...(own.kind === 'relation' && { implicit: own.kind }),
    awaitable: isAwaitable(node, module),
    awaitNeedsParens: needsParens(node),
    args: argumentsSpan(own),
    ...(asyncForm && { asyncForm }),
    ...(result?.ref.type === 'QuerySet' && { elementName: elementName(own.on?.model?.name, node, module) }),
    ...(own.unfetched && { unfetched: own.unfetched }),
    ...(own.helper && { helper: own.helper }),
  };
}

/** A part of a query is still the query. */
function throughSlices(node: PyNode, { text }: PyModule): PyNode {
  let at = unwrap(node);
  while (at.type === 'subscript' && isSlice(fieldOf(at, 'subscript'), text)) {
    const value = fieldOf(at, 'value');
    if (!value) break;
    at = unwrap(value);
  }
  return at;
}

/** What the chain starts from: the receiver of its first catalogued call. */
function rootOf(own: Owned, callIds: ReadonlyMap<PyNode, number>, module: PyModule): PyNode {
  let root = own.receiver ? throughSlices(own.receiver, module) : (fieldOf(own.node, 'function') ?? own.node);
  while (callIds.has(root)) {
    const callee = root.type === 'call' ? fieldOf(root, 'function') : root;
    const object = callee?.type === 'attribute' ? fieldOf(callee, 'object') : undefined;
    if (!object) return callee ?? root;
    root = throughSlices(object, module);
  }
  return root;
}

/** The local variable that a chain starts from. */
function variableOf(uses: UseContext, root: PyNode): number | undefined {
  if (root.type !== 'identifier') return undefined;
  const name = textIn(uses.module, root);
  const scope = scopeBinding(uses.module, root, name);
  return scope?.kind === 'function' ? uses.variableId({ scope, name }) : undefined;
}

function spanOfCall({ kind, node, receiver }: Owned, root: PyNode): Span {
  const isWhole = kind !== 'evaluation' || node.type === 'call' || node.type === 'subscript';
  const { start, end } = isWhole ? node : (receiver ?? node);
  return { start: Math.min(root.start, start), end };
}

function argumentsSpan({ kind, node, name }: Owned): Span {
  const list = kind === 'evaluation' || kind === 'relation' ? undefined : fieldOf(node, 'arguments');
  return list
    ? { start: list.start + 1, end: Math.max(list.start + 1, list.end - 1) }
    : { start: name.end, end: name.end };
}

function isAwaitable(node: PyNode, module: PyModule): boolean {
  const fn = functionAround(node);
  return fn?.type === 'function_definition' && isAsync(fn, module.text);
}

/** `(await q).name`: whatever binds tighter than `await`. */
export function needsParens(node: PyNode): boolean {
  const { parent, field } = node;
  if (parent?.type === 'attribute') return field === 'object';
  if (parent?.type === 'subscript') return field === 'value';
  return parent?.type === 'call' && field === 'function';
}

function functionFact(uses: UseContext, fn: PyNode, id: number): FunctionFact {
  const { module } = uses;
  const name = fieldOf(fn, 'name');
  const body = fieldOf(fn, 'body');
  const outer = functionAround(fn);
  const list = fn.type === 'lambda' ? wrapped(fn).parent : undefined;
  const call = list?.type === 'argument_list' ? list.parent : undefined;
  const callee = call && fieldOf(call, 'function');
  const parameters = (fieldOf(fn, 'parameters')?.children ?? []).flatMap((parameter) => {
    const declared = parameterOf(parameter);
    return declared ? [{ span: { start: parameter.start, end: parameter.end }, name: textIn(module, declared) }] : [];
  });
  return {
    id,
    span: { start: fn.start, end: fn.end },
    parent: uses.functionId(outer),
    kind: fn.type === 'lambda' ? 'arrow' : classAround(module, fn) ? 'method' : 'declaration',
    async: fn.type === 'function_definition' && isAsync(fn, module.text),
    generator: body !== undefined && isGenerator(body),
    ...(name && { name: textIn(module, name) }),
    parameters,
    decorators: decoratorsOf(fn, module),
    expressionBody: fn.type === 'lambda',
    ...(call && callee && { argumentOf: calleeOf(uses, call, callee, wrapped(fn)), argumentUse: useOf(uses, call) }),
    exported: outer === undefined,
  };
}

/** Every name that is read or written, with the place in this file that declares it. */
function namesOf(module: PyModule, identifiers: ReadonlyMap<string, readonly PyNode[]>): readonly NameFact[] {
  const top = scopeIn(module, module.tree.root);
  const found: NameFact[] = [];
  for (const [name, nodes] of identifiers) {
    for (const node of nodes) {
      if (!isRead(node)) continue;
      const scope = scopeBinding(module, node, name) ?? top;
      const bindings = scope.bindings.get(name) ?? [];
      const write = bindings.some((binding) => binding.node === node);
      found.push({ span: { start: node.start, end: node.end }, declared: bindings[0]?.node.start ?? -1, write });
    }
  }
  return found.toSorted((a, b) => a.span.start - b.span.start);
}
