/** Makes one call of a real library and watches when its statements leave. */
import { setTimeout as wait } from 'node:timers/promises';

/** When the first statement left: inside the call itself, after it with nobody awaiting, or later still. */
export type Moment = 'in the call' | 'after the call' | 'at the await' | 'on iteration' | 'never';

export interface Observation {
  readonly at: Moment;
  readonly statements: readonly string[];
  /** In a box, since a thenable that an async function returns would be awaited, and so sent. */
  readonly value: readonly [unknown];
  /** What awaiting the value gave, when it has a `then`. */
  readonly settled: Settled | undefined;
  /** How many more statements a second await sent. */
  readonly again: number;
  /** What the second await came to. */
  readonly settledAgain: Settled['state'] | undefined;
}

export type Settled =
  | { readonly state: 'fulfilled'; readonly value: unknown }
  | { readonly state: 'rejected' }
  | { readonly state: 'pending' };

/** The statements that have left since the last `clear`, as a driver's tap tells them. */
export class SendLog {
  statements: string[] = [];

  sent = (statement: string): void => {
    this.statements.push(statement);
  };

  clear(): void {
    this.statements = [];
  }
}

/**
 * Makes the call, leaves its result alone for `quiet` milliseconds, then awaits it twice, then iterates it. Where
 * nothing has left by then, a call that is said to send is left alone until `patience` is over.
 */
export async function observe(
  call: () => unknown,
  log: SendLog,
  quiet: number,
  patience = quiet,
): Promise<Observation> {
  log.clear();
  let at: Moment = 'never';
  const note = (moment: Moment): void => {
    if (at === 'never' && log.statements.length > 0) at = moment;
  };
  const value = call();
  note('in the call');
  // Not by its own methods, which would send a promise that is lazy.
  if (value instanceof Promise) void Promise.prototype.then.call(value, undefined, () => undefined);
  await wait(quiet);
  for (let waited = quiet; log.statements.length === 0 && waited < patience; waited += quiet) await wait(quiet);
  note('after the call');
  let settled: Settled | undefined;
  let again = 0;
  let settledAgain: Settled['state'] | undefined;
  if (isThenable(value)) {
    settled = await settle(value);
    note('at the await');
    const once = log.statements.length;
    settledAgain = (await settle(value)).state;
    again = log.statements.length - once;
  }
  if (isIterator(value) && !isThenable(value)) {
    await settle(first(value));
    note('on iteration');
  }
  return { at, statements: log.statements, value: [value], settled, again, settledAgain };
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof property(value, 'then') === 'function';
}

/** Reads a property of anything; of what has none, `undefined`. */
export function property(value: unknown, name: string): unknown {
  const holder = value !== null && (typeof value === 'object' || typeof value === 'function');
  return holder ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** What can be iterated asynchronously, or only once: an array or a map of rows has been read already. */
function isIterator(value: unknown): value is AsyncIterable<unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return Symbol.asyncIterator in value || (typeof property(value, 'next') === 'function' && Symbol.iterator in value);
}

async function first(iterator: AsyncIterable<unknown>): Promise<unknown> {
  for await (const row of iterator) return row;
  return undefined;
}

/** What a thenable settles to; one that never settles is given up after a while, for it is no promise. */
async function settle(thenable: PromiseLike<unknown>): Promise<Settled> {
  const outcome = Promise.resolve(thenable).then(
    (value): Settled => ({ state: 'fulfilled', value }),
    (): Settled => ({ state: 'rejected' }),
  );
  return Promise.race([outcome, wait<Settled>(2000, { state: 'pending' }, { ref: false })]);
}
