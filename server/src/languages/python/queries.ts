/** What Django's managers and queries give: which model, which class, and what is fetched along with it. */
import { callFunction } from './calls.ts';
import { ancestryOf, ownMember } from './classes.ts';
import type { Evaluation } from './evaluation.ts';
import type { PyModule } from './modules.ts';
import { fieldOf, stringOf, type PyNode } from './tree.ts';
import type { ClassInfo, ObjectValue } from './values.ts';

/** A manager or a query as that of a model. */
export function withModel(ctx: Evaluation, value: ObjectValue, model: ClassInfo): ObjectValue {
  return { ...value, model, ...rowsOf(ctx, model) };
}

/** What the rows of a model are, where they have more methods than others. */
export function rowsOf(ctx: Evaluation, model: ClassInfo | undefined): Pick<ObjectValue, 'rows'> {
  const type = model && ancestryOf(ctx, model).ref?.type;
  return type === 'User' ? { rows: type } : {};
}

/** The query that a manager begins with. */
export function queryOf(ctx: Evaluation, manager: ObjectValue): ObjectValue {
  const { ref, cls, model, rows = ref.type === 'UserManager' ? 'User' : undefined, queryClass } = manager;
  const own = cls && ownMember(ancestryOf(ctx, cls).classes, 'get_queryset');
  if (own?.binding.kind === 'function') {
    const { module } = own.cls;
    const made = callFunction(ctx, { kind: 'function', node: own.binding.by, module, self: manager }, new Map());
    if (made.kind === 'object' && made.ref.type === 'QuerySet') return model ? withModel(ctx, made, model) : made;
  }
  // A manager of the user's whose query is not understood may fetch anything along with it.
  // What belongs to a row is given that row, without a query.
  const isPlain = ref.type !== 'RelatedManager' && own === undefined && !(cls && ancestryOf(ctx, cls).open);
  return {
    kind: 'object',
    ref: { library: ref.library, type: 'QuerySet' },
    ...(queryClass && { cls: queryClass }),
    ...(model && { model }),
    ...(rows !== undefined && { rows }),
    ...(isPlain && { fetched: NOTHING }),
  };
}

const NOTHING: ReadonlySet<string> = new Set();
const PLAIN: ReadonlySet<string> = new Set(['values', 'values_list', 'dates', 'datetimes']);
const FETCHES: ReadonlySet<string> = new Set(['select_related', 'prefetch_related']);

/** The query after one more method. */
export function refined(query: ObjectValue, method: string, call: PyNode, module: PyModule): ObjectValue {
  if (PLAIN.has(method)) return { ...query, plain: true };
  if (!FETCHES.has(method)) return query;
  const { fetched, ...others } = query;
  const names = namesIn(call, module);
  return names && fetched ? { ...others, fetched: new Set([...fetched, ...names]) } : others;
}

/** The relations that literal arguments name; `undefined` when they are not all to be seen. */
function namesIn(call: PyNode, module: PyModule): readonly string[] | undefined {
  const written = fieldOf(call, 'arguments')?.children ?? [];
  const names = written.map((argument) => stringOf(argument, module.text));
  if (names.length === 0 || names.some((name) => name === undefined)) return undefined;
  // `author__country` fetches both.
  return names.flatMap((name = '') => name.split('__').map((_, index, parts) => parts.slice(0, index + 1).join('__')));
}
