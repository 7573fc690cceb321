/** Proves a catalog against one installed version of its library: every method of every type is called. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Catalog, ExportFact, Method } from '../../server/src/catalogs/schema.ts';
import {
  absentFrom,
  claimsOf,
  isMutable,
  isOfOtherVersions,
  lineage,
  methodsOf,
  propertiesOf,
  referred,
  typeOf,
  type Claims,
} from './claims.ts';
import { absences, labelOf, lackingOf, reader } from './drivers.ts';
import { compiled, disagreements, lacking, lackingAs } from './judge.ts';
import { observe, property, type Observation, type SendLog } from './observe.ts';
import { spied, type SpiedCall } from './spy.ts';

/** In milliseconds. */
const STEP = 5;
const LONGEST = 2000;
/** What a call that is said to send by itself has for it on a machine that is busy; as soon as it has sent, it is not waited for. */
const PATIENCE = 500;

/** How to run one installed version of a library. */
export interface Subject {
  readonly version: string;
  /**
   * The driver, where the library's values have what the driver knows: what those of this one lack, and the types of
   * which it has none, have to be proved with another.
   */
  readonly driver?: string;
  /** The variant of which its values are. */
  readonly variant?: string;
  /** The milliseconds within which a promise has sent its statement. */
  readonly quiet: number;
  /** The milliseconds that a promise may take to send its statement on a busy machine or connection, when not the usual. */
  readonly patience?: number;
  readonly log: SendLog;
  /** A database of its own for each call. */
  readonly open: () => World | Promise<World>;
  /** By type: a value of it, in a box, since some values have a `then`. */
  readonly receivers: Readonly<Record<string, (world: World) => readonly [unknown] | Promise<readonly [unknown]>>>;
  /** By type: hands on a value that lives only inside a callback. */
  readonly inside?: Readonly<
    Record<string, (world: World, use: (value: unknown) => Promise<void>) => Promise<unknown>>
  >;
  /**
   * By type, a type it extends or `*`, then by method (`(call)` and `(tag)` for types that are functions):
   * the ways to call it. What is not named is called without arguments.
   */
  readonly calls: Readonly<Record<string, Readonly<Record<string, Way | readonly Way[]>>>>;
  /** By method, what makes a result call the callbacks that were handed over. */
  readonly after?: Readonly<Record<string, (result: unknown, world: World) => unknown>>;
  /** What the library's modules export. */
  readonly modules: Readonly<Record<string, unknown>>;
  /** By type, the types of which its values are one. */
  readonly either?: Readonly<Record<string, readonly string[]>>;
}

export interface World {
  close(): unknown;
}

/**
 * Arguments, and where it matters the name to call (for a method that `*` stands for), and another value of the type
 * to call it on, in a box: one of a database that has the method.
 */
export type Way =
  | ((world: World) => readonly unknown[])
  | {
      readonly as?: string;
      on?(world: World): readonly [unknown] | Promise<readonly [unknown]>;
      args(world: World): readonly unknown[];
    };

export interface Report {
  readonly version: string;
  readonly driver?: string;
  readonly calls: number;
  /** Methods of the types that have been tried, and those of them that send, now or later. */
  readonly methods: number;
  readonly sending: number;
  readonly disagreements: readonly string[];
  /** Claims that no run can show, with the catalog's reason, and how many of them send. */
  readonly unproved: readonly string[];
  readonly unprovedSending: number;
  /** Callbacks that are claimed and were not called. */
  readonly uncalled: readonly string[];
  /** What this driver's values lack, and the types of which it has none. */
  readonly absent: readonly string[];
  readonly valueless: readonly string[];
}

/** One method of one type, claimed in one version. */
interface Claim {
  readonly claims: Claims;
  readonly subject: Subject;
  readonly type: string;
  readonly method: string;
  readonly fact: Method;
}

export async function prove(catalog: Catalog, subject: Subject): Promise<Report> {
  const { version, driver } = subject;
  const { claims, absent } = await claimsOn(catalog, subject);
  const wrong = Object.entries(subject.modules).flatMap(([name, module]) => exportsOf(claims, name, module));
  const unproved: string[] = [];
  const uncalled: string[] = [];
  const valueless: string[] = [];
  const count = { calls: 0, methods: 0, sending: 0, unprovedSending: 0 };
  for (const type of Object.keys(catalog.types).filter((name) => !isOfOtherVersions(claims, name))) {
    if (!hasReceiver(subject, type)) {
      if (!covered(claims, subject, type)) valueless.push(type);
      continue;
    }
    for (const [method, fact] of claimed(claims, type)) {
      const sends = fact.execution !== 'lazy' && fact.execution !== 'local';
      count.methods += 1;
      if (sends) count.sending += 1;
      if (fact.unproved !== undefined) {
        if (sends) count.unprovedSending += 1;
        unproved.push(`${type}.${method}: ${fact.unproved}`);
        continue;
      }
      const proof = await proveMethod({ claims, subject, type, method, fact });
      count.calls += proof.calls;
      wrong.push(...proof.wrong.map((what) => `${type}.${method}: ${what}`));
      uncalled.push(...proof.uncalled.map((index) => `${type}.${method}: no function at ${index} was called`));
    }
    wrong.push(...(await members(claims, subject, type)).map((what) => `${type}: ${what}`));
  }
  if (driver === undefined) wrong.push(...valueless.map((type) => `${type}: the proof has no value of it`));
  const told = wrong.map((what) => `${labelOf(subject)} ${what}`);
  return { version, ...(driver && { driver }), ...count, disagreements: told, unproved, uncalled, absent, valueless };
}

/** What the catalog claims of the version, and of what the driver has; what that lacks is told apart. */
async function claimsOn(catalog: Catalog, subject: Subject): Promise<{ claims: Claims; absent: string[] }> {
  const { version, either = {}, variant, driver, receivers, inside = {} } = subject;
  const claims = claimsOf(catalog, version, either, variant);
  if (driver === undefined) return { claims, absent: [] };
  const types = [...Object.keys(receivers), ...Object.keys(inside)].filter((type) => !isOfOtherVersions(claims, type));
  const lacks = await lackingOf(claims, types, (type) => withReceiver(subject, type, reader));
  return { claims: { ...claims, lacks }, absent: absences(claims, lacks) };
}

/** A callback may be newer than the method that takes it: it is proved when some version calls it. */
export function uncalledByAll(reports: readonly Report[]): string[] {
  return (reports[0]?.uncalled ?? []).filter((what) => reports.every(({ uncalled }) => uncalled.includes(what)));
}

function hasReceiver({ receivers, inside = {} }: Subject, type: string): boolean {
  return type in receivers || type in inside;
}

/** A type without a receiver is covered by those that extend it, and by having nothing to prove. */
function covered(claims: Claims, subject: Subject, type: string): boolean {
  if (type in claims.either || claimed(claims, type).length === 0) return true;
  const types = [...Object.keys(subject.receivers), ...Object.keys(subject.inside ?? {})];
  return types.some((name) => !isOfOtherVersions(claims, name) && lineage(claims, name).includes(type));
}

function claimed(claims: Claims, type: string): [string, Method][] {
  const { call, tag } = typeOf(claims, type);
  const methods = [...methodsOf(claims, type)];
  if (call) methods.push(['(call)', call]);
  if (tag) methods.push(['(tag)', tag]);
  return methods;
}

/** Calls the method in every way the subject knows. */
async function proveMethod(claim: Claim): Promise<{ calls: number; wrong: string[]; uncalled: string[] }> {
  const { claims, subject, type, method, fact } = claim;
  const tables = [...lineage(claims, type), '*'].map((name) => {
    const table = subject.calls[name];
    // Some libraries have a `toString` of their own, as every object has.
    return table && Object.hasOwn(table, method) ? table[method] : undefined;
  });
  const found = tables.find((table) => table !== undefined) ?? ((): readonly unknown[] => []);
  const ways = Array.isArray(found) ? (found as readonly Way[]) : [found as Way];
  const called = new Set<number>();
  const wrong: string[] = [];
  for (const way of ways) wrong.push(...(await proveCall(claim, way, called)));
  const uncalled = Object.keys(fact.callbacks ?? {}).filter((index) => !called.has(Number(index)));
  return { calls: ways.length, wrong: [...new Set(wrong)], uncalled };
}

async function proveCall(claim: Claim, way: Way, called: Set<number>): Promise<string[]> {
  const { subject, type, fact } = claim;
  const throws = fact.description.startsWith('Throws');
  try {
    return await withReceiver(subject, type, async (usual, world) => {
      const [receiver] = (typeof way === 'object' && (await way.on?.(world))) || [usual];
      const spiedCalls: SpiedCall[] = [];
      const args = (typeof way === 'function' ? way(world) : way.args(world)).map((argument, index) =>
        spied(argument, index, spiedCalls),
      );
      const toCallback = fact.takesCallback === true && typeof args.slice(fact.callbackFrom).at(-1) === 'function';
      const patience = fact.execution === 'executing' || toCallback ? (subject.patience ?? PATIENCE) : undefined;
      const before = compiled(receiver);
      const seen = await observe(() => callOf(claim, way, receiver, args), subject.log, subject.quiet, patience);
      if (throws) return ['the catalog says that it throws; it did not'];
      if (toCallback) await until(() => spiedCalls.length > 0);
      await subject.after?.[claim.method]?.(seen.value[0], world);
      for (const { index } of spiedCalls) called.add(index);
      return [
        ...disagreements(claim.claims, type, asCalled(fact, args), seen, args),
        ...callbacks(claim, spiedCalls),
        ...resultOf(fact, seen, spiedCalls),
        ...mutation(claim, before, compiled(receiver)),
        ...identity(claim, receiver, seen),
      ];
    });
  } catch (error) {
    return throws ? [] : [`it threw: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/**
 * Waits for what a function is told when the call is over: on a busy machine the next call would else be taken to send
 * what this one still has to. What never comes is given up.
 */
async function until(over: () => boolean): Promise<void> {
  for (let waited = 0; !over() && waited < LONGEST; waited += STEP) await wait(STEP);
}

/** A transaction gives what its function returns; called without one, it runs nothing yet. */
function asCalled(fact: Method, args: readonly unknown[]): Method {
  const { transaction, returns, ...rest } = fact;
  if (transaction === undefined || returns === undefined || fact.execution !== 'executing') return fact;
  return args.some((argument) => typeof argument === 'function') ? { ...rest, transaction } : { ...rest, returns };
}

function callOf({ method }: Claim, way: Way, receiver: unknown, args: readonly unknown[]): unknown {
  const name = (typeof way === 'object' && way.as) || method;
  const callee = /^\((call|tag)\)$/.test(name) ? receiver : property(receiver, name);
  if (typeof callee !== 'function') throw new Error(`it has no ${name}`);
  return Reflect.apply(callee, callee === receiver ? undefined : receiver, args) as unknown;
}

/** The functions that were called got what the catalog says. */
function callbacks({ claims, type, fact }: Claim, calls: readonly SpiedCall[]): string[] {
  return calls.flatMap(({ index, parameters, self }) => {
    const owner = fact.callbackThis?.[index];
    const wrongThis =
      owner === undefined ? [] : lacking(claims, self, referred(owner, type), `\`this\` of the function at ${index}`);
    const wrong = (fact.callbacks?.[index] ?? []).flatMap((written, position) => {
      const what = `parameter ${position} of the function at ${index}`;
      if (written === null) return [];
      return lackingAs(written)(claims, parameters[position], referred(written, type), what);
    });
    return [...wrongThis, ...wrong];
  });
}

function resultOf(fact: Method, seen: Observation, calls: readonly SpiedCall[]): string[] {
  if (fact.resultOf === undefined) return [];
  const call = calls.find(({ index }) => index === fact.resultOf);
  return call && call.result[0] === seen.value[0] ? [] : ['its result is not what the function returned'];
}

function mutation({ claims, type, fact }: Claim, before: string | undefined, after: string | undefined): string[] {
  if (fact.execution !== 'lazy' || before === after || isMutable(claims, type)) return [];
  return [`the catalog says that the builder never changes; it was ${before} and became ${after}`];
}

/** A builder that changes gives itself back; a copy is another. */
function identity({ claims, type, fact }: Claim, receiver: unknown, { value: [value] }: Observation): string[] {
  const builds = fact.execution === 'lazy' || fact.execution === 'deferred';
  const isSame = fact.returns !== undefined && referred(fact.returns, type) === type;
  if (!builds || !isSame || !isMutable(claims, type) || (value === receiver) !== (fact.copies === true)) return [];
  return [`the catalog says that it gives ${fact.copies ? 'a copy' : 'the builder itself'}; it does not`];
}

/** What the type's values have beside what is called: properties, and no methods of other versions. */
async function members(claims: Claims, subject: Subject, type: string): Promise<string[]> {
  return withReceiver(subject, type, (receiver) => {
    const present = absentFrom(claims, type).filter((name) => typeof property(receiver, name) === 'function');
    // A property whose type belongs to other versions is one of theirs too.
    const properties = Array.from(propertiesOf(claims, type)).filter(
      ([name, written]) => name !== '*' && !isOfOtherVersions(claims, referred(written, type)),
    );
    return [
      ...present.map((name) => `it has ${name}, which the catalog says this version lacks`),
      ...properties.flatMap(([name, written]) =>
        lackingAs(written)(claims, property(receiver, name), referred(written, type), `the property ${name}`),
      ),
    ];
  });
}

/** Values and functions that a module exports; types leave nothing behind at run time. */
function exportsOf(claims: Claims, moduleName: string, module: unknown): string[] {
  const facts: [string, ExportFact][] = Object.entries(claims.catalog.modules[moduleName] ?? {});
  return facts.flatMap(([name, fact]) => {
    const value = name.split('.').reduce(property, module);
    const what = `${name} of ${moduleName}`;
    if (fact.value !== undefined) return lacking(claims, value, fact.value, what);
    return fact.returns !== undefined && typeof value !== 'function' ? [`${what} is no function`] : [];
  });
}

/** Hands a value of the type to `use`, in a world of its own. */
async function withReceiver<T>(
  { open, receivers, inside = {} }: Subject,
  type: string,
  use: (receiver: unknown, world: World) => T | Promise<T>,
): Promise<T> {
  const world = await open();
  try {
    const receiver = receivers[type];
    if (receiver) return await use((await receiver(world))[0], world);
    const results: T[] = [];
    await inside[type]?.(world, async (value) => {
      results.push(await use(value, world));
    });
    const [result] = results;
    if (result === undefined) throw new Error('the callback was never called');
    return result;
  } finally {
    await world.close();
  }
}
