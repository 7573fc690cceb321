/** What a call gives: of a catalogued method, of a function of the user's, of a class. */
import type { ExportFact, Method } from '../../catalogs/schema.ts';
import { annotationValue } from './annotations.ts';
import { ancestryOf, instanceOf, isModelType, methodAround, selfValue } from './classes.ts';
import { elementOf, evaluate, isQuery } from './evaluate.ts';
import { DEEPEST, textIn, type Evaluation, type Frame } from './evaluation.ts';
import { isManager } from './members.ts';
import type { PyModule } from './modules.ts';
import { decoratorsOf } from './names.ts';
import { queryOf, refined, rowsOf } from './queries.ts';
import { fieldOf, isAsync, isFunction, parameterOf, type PyNode } from './tree.ts';
import { DATA, UNKNOWN, merge, type ObjectValue, type Value } from './values.ts';

/** Built-in functions that give a list of what they are handed. */
const LISTS: ReadonlySet<string> = new Set(['list', 'reversed', 'set', 'sorted', 'tuple', 'iter', 'aiter']);

export function callValue(ctx: Evaluation, call: PyNode, module: PyModule, frame: Frame | undefined): Value {
  const callee = fieldOf(call, 'function');
  if (!callee) return UNKNOWN;
  const value = evaluate(ctx, callee, module, frame);
  switch (value.kind) {
    case 'method':
      return methodResult(ctx, value, call, module, frame);
    case 'export':
      return exportResult(ctx, value, call, module, frame);
    case 'class':
      return instanceMade(ctx, value, call);
    case 'type':
      return { kind: 'object', ref: value.ref };
    case 'function':
      return callFunction(ctx, value, argumentsOf(ctx, value, call, module, frame));
    case 'object': {
      const fact = ctx.catalogs.callOf(value.ref, 'call');
      return fact ? resultOf(ctx, value, fact, call, module, frame) : UNKNOWN;
    }
    default:
      return callee.type === 'identifier' ? builtIn(ctx, textIn(module, callee), call, module, frame) : UNKNOWN;
  }
}

function builtIn(ctx: Evaluation, name: string, call: PyNode, module: PyModule, frame: Frame | undefined): Value {
  const [first] = positional(call);
  if (name === 'super') {
    const cls = methodAround(module, call);
    const self = frame?.self ?? (cls && selfValue(ctx, cls));
    return cls && self ? { kind: 'super', cls, self } : UNKNOWN;
  }
  if (!first) return UNKNOWN;
  const value = (): Value => elementOf(evaluate(ctx, first, module, frame));
  if (LISTS.has(name)) return { kind: 'list', of: value() };
  if (name === 'next' || name === 'anext') return value();
  if (name === 'enumerate') return { kind: 'list', of: { kind: 'tuple', items: [DATA, value()] } };
  return UNKNOWN;
}

/** The arguments without keywords; behind a `*` no place is known. */
export function positional(call: PyNode): readonly PyNode[] {
  const written = fieldOf(call, 'arguments');
  if (!written || written.type === 'generator_expression') return written ? [written] : [];
  const end = written.children.findIndex(({ type }) => type === 'list_splat' || type === 'keyword_argument');
  return end < 0 ? written.children : written.children.slice(0, end);
}

/** `Model(...)`, `BookQuerySet(self.model)`. */
function instanceMade(ctx: Evaluation, value: Value & { kind: 'class' }, _call: PyNode): Value {
  const made = instanceOf(ctx, value);
  return made.kind === 'object' && made.ref.type === 'QuerySet' ? { ...made, fetched: new Set<string>() } : made;
}

function methodResult(
  ctx: Evaluation,
  { owner, name, fact }: Value & { kind: 'method' },
  call: PyNode,
  module: PyModule,
  frame: Frame | undefined,
): Value {
  if (name === '(make manager)') return madeManager(ctx, owner, call, module, frame);
  const result = resultOf(ctx, owner, fact, call, module, frame);
  if (/^a?(?:get|update)_or_create$/.test(name)) {
    const row = rowOf(owner);
    const pair: Value = { kind: 'tuple', items: [row, DATA] };
    return name.startsWith('a') ? { kind: 'awaitable', of: pair } : pair;
  }
  if (name === 'iterator' || name === 'aiterator') return { kind: 'list', of: rowOf(owner) };
  return isQuery(result) ? refined(result, name, call, module) : result;
}

/** The class that `Manager.from_queryset(Q)` makes, or the manager that `Q.as_manager()` does. */
function madeManager(
  ctx: Evaluation,
  { ref, cls }: ObjectValue,
  call: PyNode,
  module: PyModule,
  frame: Frame | undefined,
): Value {
  const [argument] = positional(call);
  const queries = argument ? evaluate(ctx, argument, module, frame) : UNKNOWN;
  if (argument === undefined) return { kind: 'object', ref, ...(cls && { queryClass: cls }) };
  const madeOf: readonly Value[] = [cls ? { kind: 'class', cls } : { kind: 'type', ref }, queries];
  return { kind: 'class', cls: { name: `from_queryset:${call.start}`, module, madeOf } };
}

/** A row that a method of a manager or a query gives. */
function rowOf(owner: ObjectValue): Value {
  const { ref, model, rows, fetched, plain } = owner;
  if (plain) return DATA;
  const isNew = isModelType(ref.type);
  return {
    kind: 'object',
    ref: { library: ref.library, type: isNew ? ref.type : (rows ?? 'Model') },
    ...(model && { model, cls: model }),
    ...(fetched && !isNew && { fetched }),
  };
}

function resultOf(
  ctx: Evaluation,
  owner: ObjectValue,
  fact: Method,
  call: PyNode,
  module: PyModule,
  frame: Frame | undefined,
): Value {
  const isAwaited = fact.execution === 'deferred' || fact.execution === 'executing';
  const plain = plainResult(ctx, owner, fact, call, module, frame);
  return isAwaited ? { kind: 'awaitable', of: plain } : plain;
}

function plainResult(
  ctx: Evaluation,
  owner: ObjectValue,
  fact: Method,
  call: PyNode,
  module: PyModule,
  frame: Frame | undefined,
): Value {
  if (fact.returns === undefined) return DATA;
  const { ref, array } = ctx.catalogs.refer(fact.returns, owner.ref);
  const of =
    entityOf(ctx, fact.entityArgument, call, module, frame) ?? (isManager(owner) ? queryOf(ctx, owner) : owner);
  const one = objectOf(ctx, ref, of);
  return array ? { kind: 'list', of: one } : one;
}

function objectOf(ctx: Evaluation, ref: ObjectValue['ref'], of: ObjectValue): Value {
  if (ref.type === 'User' && !isModelType(of.ref.type) && of.model === undefined) return userOf(ctx);
  if (isModelType(ref.type))
    return rowOf(of.ref.type === 'Manager' || of.ref.type === 'UserManager' ? queryOf(ctx, of) : of);
  if (ref.type === of.ref.type) return of;
  if (ref.type === 'QuerySet' && isManager(of)) return queryOf(ctx, of);
  return { kind: 'object', ref, ...(of.model && { model: of.model }) };
}

/** A row of the model of users that the settings name. */
export function userOf(ctx: Evaluation): Value {
  const cls = ctx.index.userModel();
  return cls ? selfValue(ctx, cls) : { kind: 'object', ref: { library: 'django', type: 'User' } };
}

/** The manager or query that an argument stands for: `get_object_or_404(Book, pk=1)`. */
function entityOf(
  ctx: Evaluation,
  index: number | undefined,
  call: PyNode,
  module: PyModule,
  frame: Frame | undefined,
): ObjectValue | undefined {
  const argument = index === undefined ? undefined : positional(call)[index];
  if (!argument) return undefined;
  const value = evaluate(ctx, argument, module, frame);
  if (value.kind === 'object') return isManager(value) ? queryOf(ctx, value) : value;
  if (value.kind === 'type' && value.ref.type === 'User')
    return { kind: 'object', ref: { ...value.ref, type: 'QuerySet' }, rows: 'User', fetched: new Set() };
  if (value.kind !== 'class') return undefined;
  const { ref } = ancestryOf(ctx, value.cls);
  const query = { kind: 'object', model: value.cls, ...rowsOf(ctx, value.cls), fetched: new Set<string>() } as const;
  return ref && { ...query, ref: { ...ref, type: 'QuerySet' } };
}

function exportResult(
  ctx: Evaluation,
  { library, fact, name }: Value & { kind: 'export' },
  call: PyNode,
  module: PyModule,
  frame: Frame | undefined,
): Value {
  const written = fact.returns ?? fact.resolves;
  if (written === undefined) return UNKNOWN;
  const { ref, array } = ctx.catalogs.refer(written, { library, type: '' });
  // The class itself, not an instance of it.
  if (name === 'get_user_model') {
    const cls = ctx.index.userModel();
    return cls ? { kind: 'class', cls } : { kind: 'type', ref };
  }
  const of = entityOf(ctx, fact.entityArgument, call, module, frame);
  const one: Value = of ? objectOf(ctx, ref, of) : { kind: 'object', ref };
  const value: Value = array ? { kind: 'list', of: one } : one;
  return isPromised(fact) ? { kind: 'awaitable', of: value } : value;
}

function isPromised({ resolves }: ExportFact): boolean {
  return resolves !== undefined;
}

type FunctionValue = Value & { kind: 'function' };

function argumentsOf(
  ctx: Evaluation,
  fn: FunctionValue,
  call: PyNode,
  module: PyModule,
  frame: Frame | undefined,
): ReadonlyMap<string, Value> {
  const parameters = fieldOf(fn.node, 'parameters')?.children ?? [];
  const names = parameters.slice(fn.self ? 1 : 0).map((parameter) => {
    const name = parameterOf(parameter);
    return name ? textIn(fn.module, name) : '';
  });
  const args = new Map<string, Value>();
  positional(call).forEach((argument, index) => {
    const value = evaluate(ctx, argument, module, frame);
    if (names[index] !== undefined && value.kind === 'object') args.set(names[index], value);
  });
  return args;
}

/** What a function of the user's returns, called on `self` with these arguments. */
export function callFunction(ctx: Evaluation, fn: FunctionValue, args: ReadonlyMap<string, Value>): Value {
  const { node, module, self } = fn;
  const known = ctx.returns.get(node) ?? new Map<string, Value>();
  ctx.returns.set(node, known);
  const key = [self, ...args.values()].map(keyOf).join('|');
  const before = known.get(key);
  if (before) return before;
  if (ctx.depth > DEEPEST) return UNKNOWN;
  known.set(key, UNKNOWN);
  const frame = { fn: node, args, memo: new Map(), active: new Set<PyNode>(), ...(self && { self }) };
  const value = returned(ctx, node, module, frame);
  known.set(key, value);
  return value;
}

function keyOf(value: Value | undefined): string {
  if (value?.kind === 'class' || value?.kind === 'instance')
    return `${value.kind} ${value.cls.module.file} ${value.cls.name}`;
  if (value?.kind !== 'object') return value?.kind ?? '';
  const { ref, cls, model, queryClass, fetched, plain } = value;
  const names = [cls, model, queryClass].map((info) => (info ? `${info.module.file} ${info.name}` : ''));
  return [ref.type, ...names, plain, fetched ? [...fetched].join(' ') : '?'].join(' ');
}

const PASSED_THROUGH: ReadonlySet<string> = new Set([
  'property',
  'classmethod',
  'staticmethod',
  'cached_property',
  'override',
]);

function returned(ctx: Evaluation, node: PyNode, module: PyModule, frame: Frame): Value {
  // What another decorator makes of it is not known.
  if (node.type === 'function_definition' && decoratorsOf(node, module).some((name) => !PASSED_THROUGH.has(name)))
    return UNKNOWN;
  const annotation = fieldOf(node, 'return_type');
  const body = fieldOf(node, 'body');
  if (!body || isGenerator(body)) return UNKNOWN;
  const results = node.type === 'lambda' ? [body] : returnsIn(body);
  const value = results.map((result) => evaluate(ctx, result, module, frame)).reduce(merge, DATA);
  const declared = value.kind === 'unknown' && annotation ? annotationValue(ctx, annotation, module) : value;
  return node.type === 'function_definition' && isAsync(node, module.text)
    ? { kind: 'awaitable', of: declared }
    : declared;
}

function returnsIn(node: PyNode): readonly PyNode[] {
  return node.children.flatMap((child) => {
    if (child.type === 'return_statement') return child.children.slice(0, 1);
    return isFunction(child) || child.type === 'class_definition' ? [] : [...returnsIn(child)];
  });
}

export function isGenerator(node: PyNode): boolean {
  return node.children.some(
    (child) =>
      child.type === 'yield' || (!isFunction(child) && child.type !== 'class_definition' && isGenerator(child)),
  );
}
