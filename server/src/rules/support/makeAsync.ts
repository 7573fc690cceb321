/** Where `await` may be written, and what has to change around it first. */
import { isPromiseMethod, joinsPromises } from '../../analysis/callees.ts';
import type { Call, Callee, FileFacts, FunctionFact, Use } from '../../analysis/model.ts';
import type { TextEdit } from '../rule.ts';

export interface AsyncPlace {
  /** Makes the function async; empty when it is already. */
  readonly edits: readonly TextEdit[];
  /** Nobody who calls the function notices. */
  readonly safe: boolean;
  readonly function?: FunctionFact;
}

/** Uses of a function's result that a promise in its place would break. */
const NEEDS_PLAIN: ReadonlySet<Use['kind']> = new Set(['value', 'member', 'method', 'receiver', 'spread', 'iterated']);

/**
 * How an `await` can be written before the call; `undefined` when it can't: in a callback that builds a
 * query, in one whose caller ignores the promise, in a generator, a getter, a constructor.
 */
export function asyncPlace(facts: FileFacts, call: Call): AsyncPlace | undefined {
  if (!call.awaitable) return undefined;
  const around = facts.functions[call.function];
  if (around === undefined) return call.function === -1 ? { edits: [], safe: true } : undefined;
  const caller = around.argumentOf;
  const library = caller?.call === undefined ? undefined : facts.calls[caller.call];
  if (library !== undefined && caller !== undefined && !waitsForCallback(library, caller.index)) return undefined;
  if (around.async) return { edits: [], safe: true };
  const edits = asyncEdits(facts, around);
  if (edits === undefined) return undefined;
  if (caller !== undefined) {
    return library !== undefined || callerAwaits(caller, around.argumentUse)
      ? { edits, safe: true, function: around }
      : undefined;
  }
  const safe = safeForCallers(facts, around);
  return safe === undefined ? undefined : { edits, safe, function: around };
}

/** The library awaits what this callback returns. Every other callback of a library's builds a query. */
function waitsForCallback(library: Call, index: number): boolean {
  const { transaction, execution } = library.fact;
  if (transaction?.callback === index) return transaction.synchronous !== true && execution !== 'blocking';
  return execution === 'executing';
}

function callerAwaits(caller: Callee, result: Use | undefined): boolean {
  if (isPromiseMethod(caller.name)) return true;
  return caller.name === 'map' && result?.kind === 'argument' && joinsPromises(result.callee);
}

/** Whether the callers notice; `undefined` when a promise would break one of them, or nobody can tell who calls. */
function safeForCallers(facts: FileFacts, fn: FunctionFact): boolean | undefined {
  const anonymous = fn.kind === 'arrow' || fn.kind === 'expression';
  if (anonymous && fn.name === undefined) return undefined;
  const uses = fn.callUses;
  if (uses?.some((use) => NEEDS_PLAIN.has(use.kind) || (use.kind === 'stored' && use.pattern))) return undefined;
  const waits = (use: Use): boolean =>
    use.kind === 'awaited' || (use.kind === 'returned' && facts.functions[use.function]?.async === true);
  return !fn.exported && uses !== undefined && uses.length > 0 && uses.every(waits);
}

function asyncEdits(facts: FileFacts, fn: FunctionFact): readonly TextEdit[] | undefined {
  if (fn.generator || fn.asyncAt === undefined) return undefined;
  const makeAsync: TextEdit = { start: fn.asyncAt, end: fn.asyncAt, newText: 'async ' };
  if (fn.returnType === undefined) return [makeAsync];
  const { start, end } = fn.returnType;
  const type = facts.text.slice(start, end);
  if (/^Promise\s*</.test(type)) return [makeAsync];
  // A type predicate can't be promised.
  if (/^asserts\s|^\w+\s+is\s/.test(type)) return undefined;
  return [makeAsync, { start, end: start, newText: 'Promise<' }, { start: end, end, newText: '>' }];
}
