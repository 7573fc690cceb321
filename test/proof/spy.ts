/** Watches the functions among the arguments of a call. */
import { isThenable, property } from './observe.ts';

/** A function that was handed over at `index` has been called. */
export interface SpiedCall {
  readonly index: number;
  readonly parameters: readonly unknown[];
  /** What it was called on. */
  readonly self: unknown;
  /** In a box, since some results have a `then`. */
  readonly result: readonly [unknown];
}

/** The argument, with the functions in it watched: also those inside an array or an object. */
export function spied(argument: unknown, index: number, calls: SpiedCall[]): unknown {
  // Queries, and the strings of a template, are handed over as they are.
  if (isThenable(argument) || property(argument, 'raw')) return argument;
  if (isCallback(argument)) return watched(argument, index, calls);
  if (Array.isArray(argument)) return argument.map((element: unknown) => spied(element, index, calls));
  if (isPlainObject(argument)) {
    return Object.fromEntries(Object.entries(argument).map(([key, value]) => [key, spied(value, index, calls)]));
  }
  return argument;
}

type Callback = (...parameters: unknown[]) => unknown;

function watched(callback: Callback, index: number, calls: SpiedCall[]): Callback {
  // A method has a `this` of its own, and is no constructor, which some libraries take another way.
  const watcher = {
    watch(this: unknown, ...parameters: unknown[]): unknown {
      const result: unknown = Reflect.apply(callback, this, parameters);
      calls.push({ index, parameters, self: this, result: [result] });
      return result;
    },
  };
  // oxlint-disable-next-line typescript/unbound-method -- whoever calls it says what `this` is
  return watcher.watch;
}

/** An arrow function of the proof's; a class or a builder that can be called is none. */
function isCallback(value: unknown): value is Callback {
  return typeof value === 'function' && Object.keys(value).length === 0 && value.prototype === undefined;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
