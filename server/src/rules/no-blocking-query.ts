/**
 * Reports blocking calls where they need not block, or where the code takes them for something that can be awaited.
 *
 * Who chose a synchronous driver did so on purpose, and has hundreds of such calls: they are right. So a blocking
 * call is reported in an `async` function or a request handler for which the library has an asynchronous call. On a
 * driver that has none, a file is told once that a call is awaited, which is a mistake about the driver, and once that
 * a request handler blocks, which is a choice that one may want to know of.
 */
import { joinsPromises } from '../analysis/callees.ts';
import type { FileAnalysis } from '../analysis/judgement.ts';
import type { Call, FileFacts, Use } from '../analysis/model.ts';
import type { Fix, Problem, Rule } from './rule.ts';
import { blockingInAsync } from './support/blockingPython.ts';
import { isRequestHandler } from './support/handlers.ts';
import { codeOf } from './support/losses.ts';
import { asyncPlace } from './support/makeAsync.ts';
import { isOnceByName, runsByHand } from './support/places.ts';

export const noBlockingQuery: Rule = {
  meta: {
    id: 'no-blocking-query',
    summary:
      'Reports a call that blocks the thread where the library has one that does not, or where it is awaited as if it did not.',
    severity: 'warning',
  },
  find(analysis) {
    const { facts } = analysis;
    if (facts.path === undefined || runsByHand(facts.path)) return [];
    if (facts.language === 'python') return blockingInAsync(facts);
    const blocking = facts.calls.filter(({ fact }) => fact.execution === 'blocking');
    const awaited = blocking.find((call) => isAwaited(analysis, call));
    const inHandler = blocking.find((call) => holdsUpRequests(analysis, call));
    return blocking.flatMap((call) => {
      const message =
        call === awaited
          ? awaitedMessage(call)
          : (avoidableMessage(facts, call) ?? (call === inHandler ? handlerMessage(call) : undefined));
      if (message === undefined) return [];
      return [{ span: call.name, call: call.id, message, fixes: asyncFix(facts, call) }] satisfies readonly Problem[];
    });
  },
};

/** A call of a driver that is known to be synchronous is awaited, itself or in a `Promise.all`. */
function isAwaited({ flows }: FileAnalysis, { id, method, use, fact, function: fn }: Call): boolean {
  if (flows[id]?.inProcess !== true || typeof fact.asyncEquivalent === 'string') return false;
  if (fn === -1 || isOnceByName(method)) return false;
  return use.kind === 'awaited' || isJoined(use);
}

function isJoined(use: Use): boolean {
  if (use.kind !== 'element') return false;
  return use.use.kind === 'argument' && joinsPromises(use.use.callee);
}

function awaitedMessage(call: Call): string {
  return (
    `${codeOf(call)} blocks the thread until the database has answered, and returns the result: there is nothing to ` +
    'await, and nothing else runs in the meantime. Take the `await` away, or use an asynchronous driver.'
  );
}

/** In a request handler, or in a callback in one, on a driver that has no other call. */
function holdsUpRequests({ facts, flows }: FileAnalysis, call: Call): boolean {
  if (flows[call.id]?.inProcess !== true || typeof call.fact.asyncEquivalent === 'string') return false;
  let fn = facts.functions[call.function];
  for (let steps = 0; fn !== undefined && steps < facts.functions.length; steps++) {
    if (isRequestHandler(fn)) return true;
    if (fn.argumentOf === undefined) return false;
    fn = facts.functions[fn.parent];
  }
  return false;
}

function handlerMessage(call: Call): string {
  return (
    `${codeOf(call)} blocks the thread until the database has answered, and this is a request handler: until then no other ` +
    'request is answered. Keep what it asks for small, or use a worker thread or an asynchronous driver.'
  );
}

/** Of a call in an asynchronous function or a handler, when there is another to write. */
function avoidableMessage(facts: FileFacts, call: Call): string | undefined {
  const { asyncEquivalent } = call.fact;
  const fn = facts.functions[call.function];
  if (typeof asyncEquivalent !== 'string' || fn === undefined || isOnceByName(fn.name)) return undefined;
  const where = fn.async ? 'an `async` function' : isRequestHandler(fn) ? 'a request handler' : undefined;
  if (where === undefined) return undefined;
  return (
    `${codeOf(call)} blocks the thread until the database has answered, so that nothing else runs in the meantime, and ` +
    `this is ${where}. Use \`${asyncEquivalent}\`.`
  );
}

/** Writes the asynchronous call, where it differs in its name alone. */
function asyncFix(facts: FileFacts, call: Call): readonly Fix[] {
  const name = /^(?<name>[\w$]+)\(\)$/.exec(call.fact.asyncEquivalent ?? '')?.groups?.['name'];
  const place = asyncPlace(facts, call);
  if (name === undefined || place === undefined) return [];
  const { start, end } = call.span;
  const [before, after] = call.awaitNeedsParens ? ['(await ', ')'] : ['await ', ''];
  const edits = [
    ...place.edits,
    { start, end: start, newText: before },
    { start: call.name.start, end: call.name.end, newText: name },
    ...(after === '' ? [] : [{ start: end, end, newText: after }]),
  ];
  return [
    { title: `Use \`${name}()\``, safe: false, edits: edits.toSorted((a, b) => a.start - b.start || a.end - b.end) },
  ];
}
