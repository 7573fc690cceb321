/** Compares what a catalog claims about one call with what was observed of it. */
import type { Execution, Method } from '../../server/src/catalogs/schema.ts';
import { methodsOf, referred, thenableOf, typeOf, type Claims } from './claims.ts';
import { isThenable, property, type Moment, type Observation } from './observe.ts';

/** Where a streaming method that is eager sends. */
const SENT_EAGERLY: readonly Moment[] = ['in the call', 'after the call'];

const SENT: Readonly<Record<Execution, readonly Moment[]>> = {
  lazy: ['never'],
  local: ['never'],
  deferred: ['at the await'],
  executing: ['in the call', 'after the call'],
  blocking: ['in the call'],
  streaming: ['on iteration'],
};

/** Statements that open and close transactions, which may stand around a query. */
const CONTROL = /^(begin|commit|rollback|savepoint|release)/i;

/** Every way in which the claim about a call of `owner` with these arguments and the run disagree, in words. */
export function disagreements(
  claims: Claims,
  owner: string,
  claimed: Method,
  seen: Observation,
  args: readonly unknown[] = [],
): string[] {
  const handedBack = handedBackBy(claimed, args);
  const hasCallback = typeof args.slice(claimed.callbackFrom).at(-1) === 'function';
  if (claimed.withCallback && hasCallback)
    return asClaimed(claims, owner, { ...claimed, ...claimed.withCallback }, seen);
  const toCallback = claimed.takesCallback === true && hasCallback;
  if (handedBack === undefined && !toCallback) return asClaimed(claims, owner, claimed, seen);
  const fact: Method = claimed.execution === 'deferred' ? { ...claimed, execution: 'executing' } : claimed;
  const [value] = seen.value;
  if (value instanceof Promise) return ['the catalog says that nothing is left to await; the run returned a promise'];
  const isOther = handedBack !== undefined && value !== handedBack;
  return [
    ...(isOther ? [`the catalog says that its argument comes back; the run returned ${kind(value)}`] : []),
    ...sending(fact, seen),
    ...verb(fact, seen),
  ];
}

/** The query object that the catalog says comes back itself: neither SQL nor an object that describes a query. */
function handedBackBy({ handsBack }: Method, args: readonly unknown[]): object | undefined {
  const argument = handsBack === undefined ? undefined : args[handsBack];
  const isObject = typeof argument === 'object' && argument !== null;
  return isObject && Object.getPrototypeOf(argument) !== Object.prototype ? argument : undefined;
}

function asClaimed(claims: Claims, owner: string, fact: Method, seen: Observation): string[] {
  const result = fact.returns === undefined ? undefined : referred(fact.returns, owner);
  return [
    ...sending(fact, seen),
    ...shape(claims, fact, seen, result),
    ...resultType(claims, fact, seen, result),
    ...verb(fact, seen),
    ...running(fact, seen),
    ...secondAwait(claims, fact, seen, result),
  ];
}

function sending({ execution, eager }: Method, { at, statements: [statement] }: Observation): string[] {
  if ((eager === true ? SENT_EAGERLY : SENT[execution]).includes(at)) return [];
  const what = statement === undefined ? '' : `, with ${statement}`;
  return [`the catalog says ${execution}; the run sent ${at}${what}`];
}

/** A promise comes back exactly where the catalog says so, and a thenable only from a deferred method. */
function shape(claims: Claims, fact: Method, { value: [value], settled }: Observation, result?: string): string[] {
  // A `then` that only throws guards a builder against being awaited.
  const guarded = settled?.state === 'rejected';
  const ok: Readonly<Record<Execution, boolean>> = {
    lazy: !isThenable(value) || (!(value instanceof Promise) && (guarded || hasThen(claims, result))),
    local: isThenable(value) === Boolean(fact.promise),
    deferred: isThenable(value),
    executing: fact.promise === false ? !(value instanceof Promise) : isThenable(value),
    blocking: !(value instanceof Promise),
    streaming: !(value instanceof Promise),
  };
  const promise = fact.promise ? ', with a promise' : '';
  return ok[fact.execution] ? [] : [`the catalog says ${fact.execution}${promise}; the run returned ${kind(value)}`];
}

/** Some builders have a `then` that has nothing to do with promises. */
function hasThen(claims: Claims, result: string | undefined): boolean {
  return result !== undefined && !result.includes(':') && methodsOf(claims, result).has('then');
}

/** The result has every method of the type that the catalog says it is of. */
function resultType(claims: Claims, fact: Method, seen: Observation, result: string | undefined): string[] {
  if (result === undefined) return [];
  const lacks = lackingAs(fact.returns ?? '');
  if ((fact.execution !== 'executing' || fact.promise === false) && fact.promise !== true)
    return lacks(claims, seen.value[0], result, 'the result');
  return seen.settled?.state === 'fulfilled' ? lacks(claims, seen.settled.value, result, 'the awaited result') : [];
}

/** How to tell what a value lacks to be as a reference is written: one of the type, or a list of them. */
export function lackingAs(written: string): typeof lacking {
  return written.endsWith('[]') ? lackingEach : lacking;
}

/** What the first element of a list lacks to be of the type; an empty one shows nothing. */
function lackingEach(claims: Claims, list: unknown, typeName: string, what: string): string[] {
  if (!Array.isArray(list)) return [`${what} is no list`];
  return list.length === 0 ? [`${what} is empty`] : lacking(claims, list[0], typeName, `an element of ${what}`);
}

/** What `value` lacks to be of the type. */
export function lacking(claims: Claims, value: unknown, typeName: string, what: string): string[] {
  // What is of another library is proved with that.
  if (typeName.includes(':')) return [];
  const either = claims.either[typeName];
  if (either) {
    const some = either.some((name) => lacking(claims, value, name, what).length === 0);
    return some ? [] : [`${what} is neither ${either.join(' nor ')}`];
  }
  const { call, tag } = typeOf(claims, typeName);
  const missing = [...methodsOf(claims, typeName).keys()].filter(
    (name) => name !== '*' && typeof property(value, name) !== 'function',
  );
  if ((call || tag) && typeof value !== 'function') missing.unshift('()');
  if (thenableOf(claims, typeName) && !isThenable(value)) missing.unshift('then');
  return missing.length === 0 ? [] : [`${what} is no ${typeName}: it has no ${missing.join(', ')}`];
}

/** The SQL that is sent or built has the verb, perhaps in parentheses or after a common table expression. */
function verb(fact: Method, { statements, value: [value] }: Observation): string[] {
  const wanted = fact.verb;
  // What UPSERT stands for depends on the database.
  if (wanted === undefined || wanted === 'UPSERT') return [];
  const sql = statements.find((statement) => CONTROL.test(statement) === CONTROL.test(wanted)) ?? compiled(value);
  if (sql === undefined || new RegExp(`(^\\(*|\\) )${wanted}\\b`, 'i').test(sql.trim())) return [];
  return [`the catalog says that it is a ${wanted}; the statement is ${sql}`];
}

/** The SQL that a builder stands for, where it can tell. */
export function compiled(value: unknown): string | undefined {
  const name = ['compile', 'toSQL'].find((method) => typeof property(value, method) === 'function');
  if (name === undefined) return undefined;
  try {
    const query = (value as Readonly<Record<string, () => unknown>>)[name]?.();
    const sql = property(query, 'sql');
    return typeof sql === 'string' ? sql : undefined;
  } catch {
    // Unfinished builders, and those that need a database object, can't tell.
    return undefined;
  }
}

/**
 * A call that runs the queries or the function it is given has sent more than the transaction's own statements; one
 * that is lazy gives a function that does.
 */
function running(fact: Method, { statements }: Observation): string[] {
  if ((!fact.transaction && !fact.runsArguments) || fact.execution === 'lazy') return [];
  const sent = statements.some((statement) => !CONTROL.test(statement));
  return sent ? [] : ['the catalog says that it runs what it is given; nothing of that was sent'];
}

function secondAwait(claims: Claims, fact: Method, seen: Observation, result: string | undefined): string[] {
  const thenable = result === undefined || result.includes(':') ? undefined : thenableOf(claims, result);
  // Where the first await fails, the second shows nothing.
  if (fact.execution !== 'deferred' || !thenable || seen.settled?.state !== 'fulfilled') return [];
  const found = seen.again > 0 ? 'reruns' : seen.settledAgain === 'rejected' ? 'throws' : 'cached';
  if (found === thenable.secondAwait) return [];
  return [`the catalog says that a second await is ${thenable.secondAwait}; in the run it was ${found}`];
}

function kind(value: unknown): string {
  if (value instanceof Promise) return 'a promise';
  if (isThenable(value)) return 'a thenable';
  if (value === null || typeof value !== 'object') return typeof value;
  return `a ${value.constructor.name}`;
}
