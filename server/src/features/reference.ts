/** The method reference: what the catalogs say about every method, laid out to be looked up. */
import { provedVersions } from '../catalogs/provedVersions.ts';
import type { Catalog, CatalogType, Method, TypeRef } from '../catalogs/schema.ts';

/** Plain JSON, as the protocol's `MethodReference` has it; the command line prints the same. */
export interface MethodReference {
  readonly libraries: readonly ReferenceLibrary[];
}

export interface ReferenceLibrary {
  readonly library: string;
  readonly title: string;
  readonly docs: string;
  readonly versions: readonly string[];
  readonly used: boolean;
  readonly installed: readonly string[];
  readonly proved: readonly string[];
  readonly surprises: readonly string[];
  readonly methods: readonly ReferenceMethod[];
}

export interface ReferenceMethod {
  readonly type: string;
  readonly method: string;
  readonly label: 'lazy' | 'executing' | 'blocking' | 'streaming' | 'local';
  readonly execution: string;
  readonly asyncEquivalent?: string | null;
  readonly description: string;
  readonly docs?: string;
  readonly versions?: string;
  readonly unproved?: string;
}

/** Names an entry of the reference. */
export interface EntryName {
  readonly library: string;
  readonly type: string;
  readonly method: string;
}

/** The names under which calling a value itself and using it as a template's tag stand in the reference. */
const CALL = '(call)';
const TAG = '(tag)';

/**
 * The whole reference; `used` holds the ids of the libraries that the workspace's files import, `installed` the
 * versions that they work with.
 */
export function methodReference(
  catalogs: readonly Catalog[],
  used: readonly string[],
  installed: readonly { readonly library: string; readonly version: string }[] = [],
): MethodReference {
  const libraries = catalogs.map((catalog) => ({
    ...libraryReference(catalog, used.includes(catalog.library)),
    installed: installed.filter(({ library }) => library === catalog.library).map(({ version }) => version),
  }));
  return { libraries: libraries.toSorted((a, b) => a.title.localeCompare(b.title, 'en')) };
}

/**
 * The entry that speaks of `method` called on `owner`: an inherited method has one entry, under the
 * type it is declared in, and a name that only the `*` entry covers stands there.
 */
export function referenceEntry(
  catalogs: readonly Catalog[],
  owner: TypeRef,
  method: string,
  kind: 'method' | 'call' | 'tag',
): EntryName | undefined {
  const catalog = catalogs.find((candidate) => candidate.library === owner.library);
  if (!catalog) return undefined;
  const names = kind === 'call' ? [CALL] : kind === 'tag' ? [TAG] : [method, '*'];
  for (const name of names) {
    const type = holder(catalog, owner.type, name);
    if (type !== undefined) return { library: owner.library, type, method: name };
  }
  return undefined;
}

/** The link to the library's own page about a method. */
export function documentationLink(catalog: Catalog, method: Method): string | undefined {
  if (method.docs === undefined) return undefined;
  return URL.canParse(method.docs, catalog.docs) ? new URL(method.docs, catalog.docs).href : undefined;
}

function libraryReference(catalog: Catalog, used: boolean): ReferenceLibrary {
  const visible = Object.entries(catalog.types).filter(([, type]) => !type.hidden);
  return {
    library: catalog.library,
    title: catalog.title,
    docs: catalog.docs,
    versions: catalog.packages.map((range) => `${range.name} ${range.versions}`),
    used,
    installed: [],
    proved: provedVersions[catalog.library] ?? [],
    surprises: catalog.surprises ?? [],
    methods: visible.flatMap(([name]) =>
      [...shown(catalog, name)].map(([method, fact]) => entry(catalog, name, method, fact)),
    ),
  };
}

/** The methods listed under a type: its own, and those of the hidden types it extends. */
function shown(catalog: Catalog, name: string, seen = new Set<string>()): Map<string, Method> {
  const type = own(catalog.types, name);
  if (!type || seen.has(name)) return new Map();
  seen.add(name);
  const methods = new Map(ownMethods(type));
  for (const base of type.extends ?? []) {
    if (!own(catalog.types, base)?.hidden) continue;
    for (const [method, fact] of shown(catalog, base, seen)) {
      const hiddenHere = Object.hasOwn(type.leftOut ?? {}, method);
      if (!methods.has(method) && !hiddenHere) methods.set(method, fact);
    }
  }
  return methods;
}

/** The visible type under which `method` of `name` is listed, looking through what it extends. */
function holder(catalog: Catalog, name: string, method: string, seen = new Set<string>()): string | undefined {
  const type = own(catalog.types, name);
  if (!type || seen.has(name)) return undefined;
  seen.add(name);
  if (!type.hidden && shown(catalog, name).has(method)) return name;
  for (const base of type.extends ?? []) {
    const found = holder(catalog, base, method, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function ownMethods(type: CatalogType): [string, Method][] {
  const methods: [string, Method][] = Object.entries(type.methods);
  if (type.tag) methods.unshift([TAG, type.tag]);
  if (type.call) methods.unshift([CALL, type.call]);
  return methods;
}

function entry(catalog: Catalog, type: string, method: string, fact: Method): ReferenceMethod {
  const asyncEquivalent = asyncEquivalentOf(fact);
  const docs = documentationLink(catalog, fact);
  return {
    type,
    method,
    label: fact.execution === 'deferred' ? 'lazy' : fact.execution,
    execution: executionText(fact),
    ...(asyncEquivalent === undefined ? {} : { asyncEquivalent }),
    description: fact.description,
    ...(fact.versions === undefined ? {} : { versions: fact.versions }),
    ...(fact.unproved === undefined ? {} : { unproved: fact.unproved }),
    ...(docs === undefined ? {} : { docs }),
  };
}

/** `executing (sync: blocking)`: the execution, with the variants in which it is another. */
function executionText(fact: Method): string {
  const others = Object.entries(fact.variants ?? {}).flatMap(([variant, { execution }]) =>
    execution === undefined || execution === fact.execution ? [] : [`${variant}: ${execution}`],
  );
  return others.length === 0 ? fact.execution : `${fact.execution} (${others.join(', ')})`;
}

/** What is written instead of a call that blocks, in itself or in one of its variants. */
function asyncEquivalentOf(fact: Method): string | null | undefined {
  if (fact.asyncEquivalent !== undefined) return fact.asyncEquivalent;
  return Object.values(fact.variants ?? {}).find((variant) => variant.asyncEquivalent !== undefined)?.asyncEquivalent;
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
