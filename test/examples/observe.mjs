/**
 * Runs one example and writes down which call sent which statements, and when.
 *
 * `node observe.mjs <main.ts> <result.json>`, on a Node that runs TypeScript. Each call of `bookshop.ts`
 * runs in an async context that names its place; the drivers tell what is sent, and in which context.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { instrument } from './instrument.mjs';

const [mainFile = '', resultFile = ''] = process.argv.slice(2);
const main = pathToFileURL(mainFile);
const shop = new URL('bookshop.ts', main).href;

const context = new AsyncLocalStorage();
/** By place: how often the call was made, and what was sent at the call, at an await, on iteration. */
const calls = new Map();
/** Statements sent by no call of the example; there should be none. */
const unattributed = [];
let open = false;
/** A statement is being sent: what the driver calls of itself meanwhile is the same statement. */
let sending = false;

/** Tells what a driver with better-sqlite3's interface sends: Statement methods are its only way out, with `exec`. */
function watchDriver(Database) {
  const texts = new WeakMap();
  const { prepare, exec } = Database.prototype;
  Database.prototype.prepare = function (sql) {
    const statement = prepare.call(this, sql);
    texts.set(statement, sql);
    return statement;
  };
  Database.prototype.exec = function (sql) {
    sent(sql);
    return exec.call(this, sql);
  };
  const statements = Object.getPrototypeOf(new Database(':memory:').prepare('SELECT 1'));
  for (const method of ['run', 'get', 'all']) {
    const original = statements[method];
    statements[method] = function (...args) {
      sent(this.source ?? texts.get(this));
      sending = true;
      try {
        return original.apply(this, args);
      } finally {
        sending = false;
      }
    };
  }
  const { iterate } = statements;
  statements.iterate = function (...args) {
    return onFirstNext(iterate.apply(this, args), () => sent(this.source ?? texts.get(this)));
  };
}

function sent(sql) {
  if (!open || sending) return;
  const at = context.getStore();
  if (at) calls.get(at.place)[at.phase].push(sql);
  else unattributed.push(sql);
}

function onFirstNext(iterator, then) {
  const { next } = iterator;
  let first = true;
  iterator.next = (...args) => {
    if (first) then();
    first = false;
    return next.apply(iterator, args);
  };
  return iterator;
}

/** Makes a call in the context of its place; what it returns runs in that context too, when it runs later. */
globalThis.__call = (place, receiver, callee, args) => {
  const call = calls.get(place) ?? { count: 0, call: [], await: [], iteration: [] };
  calls.set(place, { ...call, count: call.count + 1 });
  const make = () => (typeof callee === 'string' ? receiver[callee](...args) : callee(...args));
  return followed(place, context.run({ place, phase: 'call' }, make));
};

globalThis.__tag =
  (place, receiver, tag) =>
  (...args) =>
    globalThis.__call(place, receiver, tag, args);

globalThis.__open = () => {
  open = true;
};

/** The methods of a value before it was followed: a builder is followed again at each link of its chain. */
const originals = new WeakMap();

function followed(place, value) {
  if (value === null || typeof value !== 'object' || value instanceof Promise) return value;
  if (typeof value.then === 'function') follow(value, ['then', 'catch', 'finally'], { place, phase: 'await' });
  else if (typeof value.next === 'function') follow(value, ['next'], { place, phase: 'iteration' });
  return value;
}

function follow(value, names, at) {
  const methods = originals.get(value) ?? Object.fromEntries(names.map((name) => [name, value[name]]));
  originals.set(value, methods);
  for (const [name, method] of Object.entries(methods)) {
    value[name] = (...args) => context.run(at, () => method.apply(value, args));
  }
}

registerHooks({
  load(url, hooks, next) {
    if (url !== shop) return next(url, hooks);
    const source = stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'));
    return { format: 'module', source: `__open();${instrument(source)}`, shortCircuit: true };
  },
});

const require = createRequire(main);
watchDriver(require('better-sqlite3'));
watchDriver(require('libsql'));
process.on('exit', () => {
  writeFileSync(resultFile, JSON.stringify({ calls: Object.fromEntries(calls), unattributed }));
});
await import(main.href);
