/** What a catalogued type is to the analysis: can it be sent, how, and does a call on it change it? */
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import type { CatalogType, Method, TypeRef } from '../catalogs/schema.ts';
import type { Nature } from './judgement.ts';
import type { Call } from './model.ts';

const SENDING: ReadonlySet<string> = new Set(['deferred', 'executing', 'blocking', 'streaming']);

/** The first answer of `pick` on the type or on one it inherits from. */
function inherited<T>(
  catalogs: CatalogSet,
  ref: TypeRef,
  pick: (type: CatalogType) => T | undefined,
  seen: Set<string> = new Set(),
): T | undefined {
  const type = catalogs.type(ref);
  if (!type || seen.has(ref.type)) return undefined;
  seen.add(ref.type);
  const own = pick(type);
  if (own !== undefined) return own;
  for (const base of type.extends ?? []) {
    const found = inherited(catalogs, { ...ref, type: base }, pick, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The code of the call that sends a query of this type, when awaiting it does not. */
export function runCodeOf(catalogs: CatalogSet, ref: TypeRef): string | undefined {
  return inherited(catalogs, ref, (type) => type.run);
}

/** The blocking calls that send a query and need no argument, by the names libraries give them. */
const BLOCKING_RUNS: readonly string[] = ['run', 'sync'];

/** The blocking call that sends a thenable of this type, where its driver is synchronous. */
export function blockingRunOf(catalogs: CatalogSet, ref: TypeRef | undefined): string | undefined {
  if (ref === undefined || catalogs.thenable(ref) === undefined || !isSynchronous(catalogs, ref)) return undefined;
  const name = BLOCKING_RUNS.find((method) => catalogs.method(ref, method)?.execution === 'blocking');
  return name === undefined ? undefined : `${name}()`;
}

/**
 * The driver behind a value of this type is synchronous. Where a type has variants the variant tells, and one whose
 * variant is not known may be asynchronous.
 */
export function isSynchronous(catalogs: CatalogSet, ref: TypeRef): boolean {
  if (ref.variant !== undefined) return isBlockingVariant(catalogs, ref.library, ref.variant);
  const hasVariants = inherited(catalogs, ref, (type) => type.variants && true) === true;
  const blocks = (type: CatalogType): true | undefined =>
    Object.values(type.methods).some(({ execution }) => execution === 'blocking') || undefined;
  return !hasVariants && inherited(catalogs, ref, blocks) === true;
}

const blockingVariants = new WeakMap<CatalogSet, Map<string, boolean>>();

/** Some method blocks in this variant, and not in others. */
function isBlockingVariant(catalogs: CatalogSet, library: string, variant: string): boolean {
  const known = blockingVariants.get(catalogs) ?? new Map<string, boolean>();
  blockingVariants.set(catalogs, known);
  const key = `${library} ${variant}`;
  let answer = known.get(key);
  if (answer === undefined) {
    const types = Object.values(catalogs.catalogs.find((catalog) => catalog.library === library)?.types ?? {});
    const differs = ({ execution, variants = {} }: Method): boolean => {
      const here = variants[variant]?.execution ?? execution;
      return here === 'blocking' && Object.values(variants).some((other) => (other.execution ?? execution) !== here);
    };
    answer = types.some(({ methods }) => Object.values(methods).some(differs));
    known.set(key, answer);
  }
  return answer;
}

/** The call is made on an entity, or is one of the functions that entities have for what they are related to. */
export function isOfRow(catalogs: CatalogSet, { kind, owner, fact }: Call): boolean {
  if (inherited(catalogs, owner, (type) => type.entity) === true) return true;
  return (
    kind === 'method' && fact.execution === 'executing' && inherited(catalogs, owner, (type) => type.call) === fact
  );
}

/** Values of this type are one connection, which sends one query after the other. */
export function isSerial(catalogs: CatalogSet, ref: TypeRef): boolean {
  return inherited(catalogs, ref, (type) => type.serial) === true;
}

/** A call on a held value of this type changes the value itself. */
export function isMutable(catalogs: CatalogSet, ref: TypeRef): boolean {
  return inherited(catalogs, ref, (type) => type.mutable) === true;
}

/** Values of this type are queries: something sends them. A client or a connection is not. */
export function isQueryType(catalogs: CatalogSet, ref: TypeRef): boolean {
  return catalogs.thenable(ref) !== undefined || runCodeOf(catalogs, ref) !== undefined || isEvaluated(catalogs, ref);
}

/** Values of this type are queries that Python sends when it iterates over them. */
export function isEvaluated(catalogs: CatalogSet, ref: TypeRef): boolean {
  return catalogs.method(ref, '__iter__')?.execution === 'blocking';
}

/** The library declares such a member; a `*` entry says nothing about a particular name. */
export function hasOwnMember(catalogs: CatalogSet, ref: TypeRef, name: string): boolean {
  const among = (record: object | undefined): boolean => record !== undefined && Object.hasOwn(record, name);
  const pick = (type: CatalogType): true | undefined =>
    among(type.methods) || among(type.properties) || among(type.leftOut) || undefined;
  return inherited(catalogs, ref, pick) === true;
}

/** Some method of the type gives or sends a query: `db.select()` lacks its `from`. */
export function leadsToQuery(catalogs: CatalogSet, ref: TypeRef): boolean {
  const gives = (method: Method): boolean =>
    SENDING.has(method.execution) ||
    (method.returns !== undefined && isQueryType(catalogs, catalogs.refer(method.returns, ref).ref));
  return inherited(catalogs, ref, (type) => Object.values(type.methods).some(gives) || undefined) === true;
}

/** What the value of a call is, before anything is done with it. */
export function natureOf(call: Call): Nature {
  if (call.toCallback === true) return 'plain';
  switch (call.fact.execution) {
    case 'deferred':
      return 'thenable';
    case 'lazy':
      return 'builder';
    case 'executing':
      return call.fact.promise === false ? 'plain' : 'promise';
    case 'streaming':
      // What is sent already is nobody's to run.
      return call.fact.eager === true ? 'plain' : 'stream';
    case 'blocking':
    case 'local':
      return 'plain';
  }
}

/** The call gives back the query it is made on, changed in place. */
export function refinesInPlace(catalogs: CatalogSet, call: Call): boolean {
  const { execution, eager, copies } = call.fact;
  const built = execution === 'lazy' || execution === 'deferred' || (execution === 'streaming' && eager !== true);
  if (!built || copies === true || call.result === undefined || !isMutable(catalogs, call.owner)) return false;
  return call.result.type === call.owner.type || isMutable(catalogs, call.result);
}
