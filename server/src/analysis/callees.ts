/** What well-known functions do with a query or a promise that is handed to them, as data. */
import type { Callee, FileFacts, FunctionFact } from './model.ts';

/** Take a list of promises and give one that waits for them, so every thenable in it is run. */
const COMBINATORS: ReadonlySet<string> = new Set(['Promise.all', 'Promise.allSettled', 'Promise.any', 'Promise.race']);

/** Take one promise and give one that waits for it. */
const ADOPTERS: ReadonlySet<string> = new Set(['Promise.resolve']);

/** Take a plain value and wait for nothing: a query or a promise handed to them is not run and not awaited. */
const PLAIN_TAKERS: ReadonlySet<string> = new Set([
  'Array.isArray',
  'Boolean',
  'console.debug',
  'console.error',
  'console.info',
  'console.log',
  'console.table',
  'console.warn',
  'JSON.stringify',
  'NextResponse.json',
  'Number',
  'Object.entries',
  'Object.keys',
  'Object.values',
  'Response.json',
  'String',
  'structuredClone',
]);

/** `res.json(q)`, `res.status(200).send(q)`, `c.json(q)`: Express and Hono send what they are given at once. */
const RESPONSE = /^(?:(?:res|response)\.(?:\w+\([^()]*\)\.)*(?:json|send)|(?:c|ctx)\.json)$/;

/** `userSchema.parse(q)`, `z.array(user).safeParse(q)`: Zod looks at what it is given, and a promise is no row. */
const SCHEMA = /^(?!.*\bpromise\()(?:[\w$.]*[sS]chema(?:\.\w+\([^()]*\))*|z\.\w+\(.*\))\.(?:parse|safeParse)$/;

/** Keeps a worker alive for a promise, but asks a thenable for nothing: `ctx.waitUntil(q)` sends no query. */
const KEEPS_ALIVE = 'waitUntil';

/** Array methods that call their callback once per element. */
const PER_ELEMENT: ReadonlySet<string> = new Set([
  'every',
  'filter',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'flatMap',
  'forEach',
  'map',
  'reduce',
  'reduceRight',
  'some',
]);

/** Array methods that take what their callback returns for a condition. */
const PREDICATE: ReadonlySet<string> = new Set([
  'every',
  'filter',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'some',
]);

/** Members of the values that awaiting gives: whoever names one took the query for its rows. */
const VALUE_METHODS: ReadonlySet<string> = new Set([
  ...PER_ELEMENT,
  'at',
  'concat',
  'entries',
  'includes',
  'indexOf',
  'join',
  'keys',
  'pop',
  'push',
  'reverse',
  'shift',
  'slice',
  'sort',
  'splice',
  'toFixed',
  'toISOString',
  'toLocaleString',
  'toLowerCase',
  'toSorted',
  'toUpperCase',
  'trim',
]);

export function joinsPromises(callee: Callee): boolean {
  return COMBINATORS.has(callee.text);
}

export function adoptsPromise(callee: Callee): boolean {
  return ADOPTERS.has(callee.text);
}

/** By the callee's source text without white space. */
export function takesPlainValue(callee: string): boolean {
  return PLAIN_TAKERS.has(callee) || RESPONSE.test(callee) || SCHEMA.test(callee);
}

/** Functions of asyncio and asgiref that run the coroutine they are handed. */
const COROUTINE_RUNNERS: ReadonlySet<string> = new Set([
  'create_task',
  'ensure_future',
  'gather',
  'run',
  'run_coroutine_threadsafe',
  'run_until_complete',
  'shield',
  'wait_for',
]);

/** Functions of Python and Django that are handed values, and await nothing. */
const PLAIN_PYTHON_TAKERS: ReadonlySet<string> = new Set([
  'HttpResponse',
  'JsonResponse',
  'bool',
  'dict',
  'float',
  'int',
  'json.dumps',
  'len',
  'list',
  'set',
  'sorted',
  'str',
  'sum',
  'tuple',
]);

/** `asyncio.gather(a, b)`, `group.create_task(a)`. */
export function runsCoroutine({ name }: Callee): boolean {
  return COROUTINE_RUNNERS.has(name);
}

export function takesPlainPythonValue({ text }: Callee): boolean {
  return PLAIN_PYTHON_TAKERS.has(text);
}

/** Waits for a promise that is under way, and runs no thenable. */
export function onlyKeepsAlive(callee: Callee): boolean {
  return callee.name === KEEPS_ALIVE;
}

/** The function is handed to a method of an array that calls it once per element. */
export function isCalledPerElement({ text }: FileFacts, { argumentOf, argumentUse }: FunctionFact): boolean {
  if (argumentOf === undefined || argumentOf.call !== undefined || !isPerElementMethod(argumentOf.name)) return false;
  const { start, end } = argumentOf.span;
  const isOfOne = argumentUse?.kind === 'method' && OF_ONE.includes(argumentUse.name);
  return !isOfOne && !AFTER_ONE.test(text.slice(start, end));
}

/**
 * Methods of what holds one value or a failure, such as neverthrow's `ResultAsync`, and of no array: its `map` calls back
 * once at most.
 */
const OF_ONE = ['andTee', 'andThen', 'andThrough', 'asyncAndThen', 'asyncMap', 'mapErr', 'orElse', 'orTee', 'unwrapOr'];
const AFTER_ONE = new RegExp(String.raw`\.\s*(?:${OF_ONE.join('|')})\(`);

/** By its name alone, a method of arrays that calls its callback once per element. */
export function isPerElementMethod(name: string | undefined): boolean {
  return name !== undefined && PER_ELEMENT.has(name);
}

/** By its name alone, a method of arrays that takes what its callback returns for a condition. */
export function isPredicateMethod(name: string): boolean {
  return PREDICATE.has(name);
}

/** Gives an array of what its callback returned. */
export function collectsResults(callee: Callee): boolean {
  return callee.call === undefined && (callee.name === 'map' || callee.name === 'flatMap');
}

/** Their `map` and `forEach` may wait for the promises that callbacks return. */
const WAITING_RECEIVER = /(?:cursor|iterator|observable|stream|\$)\w*\.\w+$/i;

/**
 * By the look of it, a method of an array, not of a class, a namespace or a stream: `ids.map(f)`, but not
 * `Promise.map(ids, f)`.
 */
export function isArrayMethod(callee: Callee): boolean {
  const { call, index, text } = callee;
  return (
    call === undefined && index === 0 && text.includes('.') && !/^[A-Z_]/.test(text) && !WAITING_RECEIVER.test(text)
  );
}

/** Puts its argument into the array it is a method of. */
export function addsToArray(callee: Callee): boolean {
  return callee.variable !== undefined && (callee.name === 'push' || callee.name === 'unshift');
}

/** `then`, `catch` and `finally`: they run a thenable, and wait for what their callback returns. */
export function isPromiseMethod(name: string): boolean {
  return name === 'then' || name === 'catch' || name === 'finally';
}

export function isValueMethod(name: string): boolean {
  return VALUE_METHODS.has(name);
}
