/**
 * Where the value of a call goes: through variables, arrays, `push`, spreads and promise combinators to
 * its fates.
 *
 * Known imprecision, always on the side of silence. The order of statements and the paths through them
 * are not looked at: a query awaited on one path counts as awaited. What is kept in an object, given to a
 * function of the user's own, or returned from a function that is not async has escaped. Whatever is put
 * in an array shares the fates of the array.
 */
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { builtOnto } from './builderCallbacks.ts';
import {
  addsToArray,
  adoptsPromise,
  collectsResults,
  isArrayMethod,
  isPromiseMethod,
  isValueMethod,
  joinsPromises,
  onlyKeepsAlive,
  runsCoroutine,
  takesPlainPythonValue,
  takesPlainValue,
} from './callees.ts';
import { losesQuery } from './fates.ts';
import type { Fate, FateKind, Nature } from './judgement.ts';
import type { Call, Callee, FileFacts, FunctionFact, LoopFact, Span, Use } from './model.ts';
import { hasOwnMember, natureOf, refinesInPlace, runCodeOf } from './types.ts';

/**
 * What stands where the value was: the query or promise itself, an array of such (`many`), the promise a
 * combinator made of it (`joined`), or something else that holds it (`held`).
 */
type Shape = 'query' | 'many' | 'joined' | 'held';

interface Position {
  readonly shape: Shape;
  readonly direct: boolean;
  readonly joinedBy?: Span;
  /** Nothing is lost here for certain: a callback's caller, or an array that others may hold, is in between. */
  readonly doubtful: boolean;
  /** The variable the value was just read from. */
  readonly variable?: number;
  readonly read?: Span;
  /** It is a refinement of a held query: dropping it loses nothing. */
  readonly refinement?: boolean;
  readonly function: number;
  readonly loops: readonly LoopFact[];
  /** Steps taken to get here. */
  readonly depth: number;
}

interface Walk {
  readonly facts: FileFacts;
  readonly catalogs: CatalogSet;
  readonly call: Call;
  readonly nature: Nature;
  readonly visited: Set<string>;
  /** Steps taken on all ways together. */
  steps: number;
}

/** Nobody writes a value's way this long by hand; generated code may, and must not exhaust the stack. */
const DEEPEST = 400;

/** Ways that part again and again are too many to follow; what is not followed has escaped. */
const MOST_STEPS = 5_000;

/** Every place where the value of the call ends up. Total: facts that make no sense give `escaped`. */
export function fatesOf(facts: FileFacts, catalogs: CatalogSet, call: Call): readonly Fate[] {
  const nature = natureOf(call);
  if (nature === 'plain') return [];
  const start: Position = {
    shape: 'query',
    direct: true,
    doubtful: false,
    function: call.function,
    loops: call.loops,
    depth: 0,
  };
  return follow({ facts, catalogs, call, nature, visited: new Set(), steps: 0 }, call.use, start);
}

/** Where the promises go that an array method has gathered from its `async` callback; `call` stands in that. */
export function fatesOfGathered(
  facts: FileFacts,
  catalogs: CatalogSet,
  call: Call,
  { argumentUse, parent }: FunctionFact,
): readonly Fate[] {
  if (argumentUse === undefined) return [];
  const walk: Walk = { facts, catalogs, call, nature: 'promise', visited: new Set(), steps: 0 };
  return follow(walk, argumentUse, {
    shape: 'many',
    direct: true,
    doubtful: false,
    function: parent,
    loops: [],
    depth: 0,
  });
}

function follow(walk: Walk, use: Use, from: Position): readonly Fate[] {
  const at = { ...from, depth: from.depth + 1 };
  if (at.depth > DEEPEST || ++walk.steps > MOST_STEPS) return [fate('escaped', at)];
  switch (use.kind) {
    case 'awaited':
      return awaited(walk, use, at);
    case 'iterated':
      return iterated(walk, use.async, at);
    case 'dropped':
      if (at.refinement) return [];
      return at.shape === 'held' ? [fate('escaped', at)] : leaves(walk, 'dropped', at);
    case 'voided':
      return leaves(walk, 'voided', at, use.span);
    case 'returned':
      return returned(walk, use.function, at);
    case 'stored':
      return stored(walk, use, at);
    case 'receiver':
      return linked(walk, use.call, at);
    case 'method':
      return method(walk, use.name, at);
    case 'member':
      return member(walk, use.name, at);
    case 'argument':
      return argument(walk, use, at);
    case 'element':
      return follow(walk, use.use, { ...at, shape: at.shape === 'query' || at.shape === 'joined' ? 'many' : 'held' });
    case 'property':
      return follow(walk, use.use, { ...at, shape: 'held' });
    case 'spread':
      return spread(walk, use, at);
    case 'value':
      return takenForValue(walk, at, use.how);
    case 'escaped':
      return [fate('escaped', at)];
  }
}

/** What a function has built for the call it is handed to is a part of that, however it leaves the function. */
function leaves(walk: Walk, kind: 'dropped' | 'voided' | 'escaped', at: Position, span?: Span): readonly Fate[] {
  const onto = at.shape === 'query' && at.variable === undefined && builtOnto(walk.facts, walk.catalogs, walk.call);
  return [onto ? fate('part', at, { call: onto.id }) : fate(kind, at, span && { span })];
}

function awaited(walk: Walk, use: Extract<Use, { kind: 'awaited' }>, at: Position): readonly Fate[] {
  if (at.shape === 'many' || at.shape === 'held') return [fate('escaped', at)];
  const here = fate('awaited', at, { span: use.span });
  // Awaiting a builder gives the builder back, so it goes on.
  const goesOn =
    use.use !== undefined && at.shape === 'query' && (walk.nature === 'builder' || walk.nature === 'stream');
  return goesOn ? [here, ...follow(walk, use.use, at)] : [here];
}

function iterated(walk: Walk, isAsync: boolean, at: Position): readonly Fate[] {
  const isPython = walk.facts.language === 'python';
  const runs =
    walk.nature === 'stream' ||
    (walk.nature === 'thenable' && isAsync && !isPython) ||
    (walk.nature === 'builder' && isPython);
  if (at.shape === 'query' && runs) return [fate('iterated', at)];
  if (at.shape === 'many' && isAsync) return [fate('iterated', at)];
  return isAsync ? [fate('escaped', at)] : takenForValue(walk, at, 'loop');
}

function returned(walk: Walk, id: number, at: Position): readonly Fate[] {
  const from = walk.facts.functions[id];
  const isPromise =
    at.shape === 'joined' || (at.shape === 'query' && walk.nature !== 'builder' && walk.nature !== 'stream');
  // A coroutine is handed on as it is, by an `async def` too.
  if (from === undefined || from.generator || walk.facts.language === 'python') return [fate('escaped', at)];
  if (from.async) return [fate(isPromise ? 'returned' : 'escaped', at)];
  const caller = from.argumentOf;
  if (caller === undefined) return leaves(walk, 'escaped', at);
  const library = caller.call === undefined ? undefined : walk.facts.calls[caller.call];
  if (library !== undefined) {
    const waits = isPromise && library.fact.transaction?.callback === caller.index;
    return [fate(waits ? 'returned' : 'part', at, { call: library.id })];
  }
  if (isPromise && isPromiseMethod(caller.name)) return [fate('returned', at)];
  if (collectsResults(caller) && from.argumentUse !== undefined && isPromise) {
    const doubtful = at.doubtful || !isArrayMethod(caller);
    return follow(walk, from.argumentUse, { ...at, shape: 'many', doubtful, function: from.parent });
  }
  // What the callback returns is thrown away.
  if (caller.name === 'forEach' && isArrayMethod(caller)) return leaves(walk, 'dropped', at);
  return [fate('escaped', at)];
}

function stored(walk: Walk, use: Extract<Use, { kind: 'stored' }>, at: Position): readonly Fate[] {
  if (use.pattern) return takenForValue(walk, at, 'pattern');
  const variable = walk.facts.variables[use.variable];
  if (variable === undefined || variable.exported) return [fate('escaped', at)];
  const key = `${use.variable} ${at.shape}`;
  if (walk.visited.has(key)) return [];
  walk.visited.add(key);
  const fates = variable.references.flatMap((reference) =>
    follow(walk, reference.use, {
      shape: at.shape,
      direct: false,
      doubtful: at.doubtful,
      ...(at.joinedBy && { joinedBy: at.joinedBy }),
      variable: use.variable,
      read: reference.span,
      function: reference.function,
      loops: reference.loops,
      depth: at.depth,
    }),
  );
  return fates.length > 0 ? fates : [fate('unused', at, { variable: use.variable })];
}

/** A link made on the value, directly or on the variable that keeps it. */
function linked(walk: Walk, id: number, at: Position): readonly Fate[] {
  if (at.shape !== 'query') return [fate('escaped', at)];
  const first = walk.facts.calls[id];
  if (first === undefined || at.variable === undefined) return [fate('linked', at, { call: id })];
  const links = linksFrom(walk.facts, first);
  const last = links.at(-1) ?? first;
  if (links.every((link) => refinesInPlace(walk.catalogs, link)))
    return follow(walk, last.use, { ...at, refinement: true });
  // `q = q.where(...)`: the variable goes on holding the query.
  const builds = links.every((link) => ['thenable', 'builder', 'stream'].includes(natureOf(link)));
  if (builds && last.use.kind === 'stored' && last.use.variable === at.variable) return [];
  return [fate('linked', at, { call: id })];
}

/** The rest of the chain in the same expression. */
function linksFrom(facts: FileFacts, first: Call): readonly Call[] {
  const links = [first];
  for (let link = first; link.use.kind === 'receiver';) {
    const next: Call | undefined = facts.calls[link.use.call];
    if (next === undefined || next.id <= link.id) break;
    links.push(next);
    link = next;
  }
  return links;
}

function method(walk: Walk, name: string, at: Position): readonly Fate[] {
  if (at.shape === 'many' && at.variable !== undefined && (name === 'push' || name === 'unshift')) return [];
  if (isPromiseMethod(name) && hasPromiseMethod(walk, name, at)) return [fate('chained', at, { name })];
  return isValueMethod(name) && at.shape !== 'many' && !isKnown(walk, name)
    ? takenForValue(walk, at, 'method', name)
    : [fate('escaped', at)];
}

function hasPromiseMethod(walk: Walk, name: string, at: Position): boolean {
  if (at.shape === 'joined') return true;
  if (at.shape !== 'query') return false;
  if (walk.nature === 'promise') return true;
  const thenable = walk.call.result && walk.catalogs.thenable(walk.call.result);
  return walk.nature === 'thenable' && (thenable?.methods ?? ['then', 'catch', 'finally']).includes(name);
}

function member(walk: Walk, name: string, at: Position): readonly Fate[] {
  // Counting queries runs none of them.
  if (at.shape === 'many' && name === 'length') return [];
  const own = /^[_$]/.test(name) || name === 'constructor' || isPromiseMethod(name) || isKnown(walk, name);
  return own || at.shape === 'many' ? [fate('escaped', at)] : takenForValue(walk, at, 'member', name);
}

/** The library's own type has such a member, so naming it is no mistake. */
function isKnown(walk: Walk, name: string): boolean {
  const { result } = walk.call;
  if (walk.nature === 'promise' || isCoroutine(walk)) return false;
  return result !== undefined && hasOwnMember(walk.catalogs, result, name);
}

/** It has no members that a program asks for. */
function isCoroutine({ facts, nature }: Walk): boolean {
  return facts.language === 'python' && nature === 'thenable';
}

function argument(walk: Walk, use: Extract<Use, { kind: 'argument' }>, at: Position): readonly Fate[] {
  const { callee } = use;
  const library = callee.call === undefined ? undefined : walk.facts.calls[callee.call];
  if (library !== undefined) return handedToLibrary(walk, library, use.use, at);
  if (isCoroutine(walk)) return coroutineArgument(use, at);
  const joins = at.shape === 'many' && joinsPromises(callee);
  const adopts = at.shape === 'query' && adoptsPromise(callee);
  if (joins || adopts) {
    const joined: Position = { ...at, shape: 'joined', joinedBy: callee.span };
    return [fate('joined', at, { name: callee.text }), ...follow(walk, use.use, joined)];
  }
  if (addsToArray(callee)) return pushed(walk, callee, at);
  // A container is a plain value too: what it holds is not awaited either.
  const text = walk.facts.text.slice(callee.span.start, callee.span.end).replace(/\s+/g, '');
  if (onlyKeepsAlive(callee) && walk.nature === 'thenable' && at.shape !== 'joined')
    return takenForValue(walk, at, 'argument', text);
  if (takesPlainValue(text))
    return takenForValue(walk, { ...at, shape: at.shape === 'joined' ? 'joined' : 'query' }, 'argument', text);
  return [fate('escaped', at, { name: callee.text })];
}

/** A coroutine is run by whoever takes it, unless that is known to take plain values. */
function coroutineArgument({ callee }: Extract<Use, { kind: 'argument' }>, at: Position): readonly Fate[] {
  if (runsCoroutine(callee)) return [fate('joined', at, { name: callee.text })];
  if (at.shape !== 'query' || !takesPlainPythonValue(callee)) return [fate('escaped', at, { name: callee.text })];
  return [fate('value', at, { how: 'argument', name: callee.text })];
}

function handedToLibrary(walk: Walk, library: Call, resultUse: Use, at: Position): readonly Fate[] {
  const runs =
    library.fact.runsArguments === true && walk.nature === 'thenable' && (at.shape === 'many' || at.shape === 'query');
  if (!runs) return [fate('part', at, { call: library.id })];
  const run = fate('run', at, { call: library.id });
  return resultUse.kind === 'awaited' ? [run, fate('awaited', at, { span: resultUse.span })] : [run];
}

function pushed(walk: Walk, callee: Callee, at: Position): readonly Fate[] {
  const variable = callee.variable === undefined ? undefined : walk.facts.variables[callee.variable];
  const lost = variable === undefined || variable.kind === 'parameter' || at.shape === 'many' || at.shape === 'held';
  if (lost) return [fate('escaped', at)];
  return stored(
    walk,
    { kind: 'stored', variable: variable.id, pattern: false },
    { ...at, shape: 'many', doubtful: true },
  );
}

function spread(walk: Walk, use: Extract<Use, { kind: 'spread' }>, at: Position): readonly Fate[] {
  if (at.shape === 'many') {
    const shape = { array: 'many', arguments: 'query', object: 'held' } as const;
    return follow(walk, use.use, { ...at, shape: shape[use.into] });
  }
  if (at.shape === 'held') return use.into === 'object' ? follow(walk, use.use, at) : [fate('escaped', at)];
  if (at.shape === 'query' && walk.nature === 'stream' && use.into !== 'object') return [fate('iterated', at)];
  return takenForValue(walk, at, 'spread');
}

/** A query or a promise where its result was meant. */
function takenForValue(walk: Walk, at: Position, how: string, name?: string): readonly Fate[] {
  // What can say itself as text, as a builder of Knex its SQL, is meant for that.
  if ((how === 'template' || how === 'operand') && isKnown(walk, 'toString')) return [fate('escaped', at)];
  const isPromise = walk.nature === 'thenable' || walk.nature === 'promise';
  const certain =
    at.shape === 'query' ? isPromise || isBuilderForRows(walk, how, name) : at.shape === 'joined' && isPromise;
  return [fate(certain ? 'value' : 'escaped', at, { how, ...(name !== undefined && { name }) })];
}

/** A builder or a cursor has members of its own, may be taken apart, and in Python runs as a condition. */
function isBuilderForRows(walk: Walk, how: string, name: string | undefined): boolean {
  const isCursor = walk.nature === 'stream' && walk.call.result && runCodeOf(walk.catalogs, walk.call.result);
  if (!isCursor && walk.nature !== 'builder') return false;
  if (walk.facts.language === 'python' || how === 'pattern') return false;
  return how !== 'member' || name === 'length' || /^\d+$/.test(name ?? '');
}

function fate(kind: FateKind, at: Position, more: Partial<Fate> = {}): Fate {
  return {
    kind: at.doubtful && losesQuery({ kind }) ? 'escaped' : kind,
    direct: at.direct,
    function: at.function,
    loops: at.loops,
    ...(at.joinedBy && { joinedBy: at.joinedBy }),
    ...(at.read && { read: at.read }),
    ...more,
  };
}
