/** Look-ups over all loaded catalogs: an import's meaning, a type's methods with what they inherit. */
import { packageSpecifier } from './packageSpecifier.ts';
import type { Catalog, CatalogType, ExportFact, Method, TypeRef } from './schema.ts';
import { catalogAt, type InRange } from './versions.ts';

/** The installed version of each library that has been found, by the library's id. */
export type Versions = Readonly<Record<string, string>>;

/** Every loaded catalog, indexed. Build it once with `createCatalogSet`. */
export interface CatalogSet {
  readonly catalogs: readonly Catalog[];
  /** The versions it speaks of; empty: the newest of each. */
  readonly versions: Versions;
  /** What `name` exported by `module` is; `default` is the default export. `undefined`: no catalog knows. */
  exported(module: string, name: string): { readonly library: string; readonly fact: ExportFact } | undefined;
  /** Whether `name` is a namespace of the module: some export is written `name.x`. */
  hasNamespace(module: string, name: string): boolean;
  /** Whether some catalog speaks of this module, whatever the name. */
  knowsModule(module: string): boolean;
  /** The libraries whose catalogs speak of this module. */
  librariesOf(module: string): readonly string[];
  type(ref: TypeRef): CatalogType | undefined;
  /** The method with the receiver's variant applied, inherited and `*` entries included. */
  method(ref: TypeRef, name: string): Method | undefined;
  callOf(ref: TypeRef, how: 'call' | 'tag'): Method | undefined;
  /** What the property is written to be. */
  property(ref: TypeRef, name: string): string | undefined;
  thenable(ref: TypeRef): CatalogType['thenable'];
  /** What `new` makes of a value of the type, which then is a class. */
  constructs(ref: TypeRef): string | undefined;
  /** What `this` is in functions that become members of a value of the type. */
  memberThis(ref: TypeRef): string | undefined;
  /** What iterating over a value of the type gives. */
  elements(ref: TypeRef): string | undefined;
  /** Whether some of the library's types are classes of the user's. */
  hasEntities(library: string): boolean;
  /** What a parameter of this name is that has no type, where nothing else tells. */
  parameterNamed(name: string): TypeRef | undefined;
  /** Resolves a written reference (`Select`, `this`, `Row[]`, `Db@sync`) seen from `from`. */
  /** The library's types on which transactions are opened, or which are handed to a transaction's callback. */
  clients(library: string): ReadonlySet<string>;
  refer(written: string, from: TypeRef): { readonly ref: TypeRef; readonly array: boolean };
  /** The catalogued type that a declaration `name` in package `packageName` stands for; `file` is the path it is in. */
  declared(packageName: string, name: string, file?: string): TypeRef | undefined;
  /** Every name a catalogued method of a TypeScript library can have; `undefined` stands for `*` entries. */
  readonly methodNames: ReadonlySet<string>;
  /** `methodNames` with the properties and exports that are called or used as tags themselves: `union`, `sql`. */
  readonly calledNames: ReadonlySet<string>;
  /** Whether a library's methods give functions that are called later: `db.transaction(fn)` of better-sqlite3. */
  givesFunctions(library: string): boolean;
  /** The set as these versions have it; a library whose version is not known is as its newest. */
  at(versions: Versions): CatalogSet;
}

/** Indexes the catalogs; later ones win where two speak of the same module and name. */
export function createCatalogSet(catalogs: readonly Catalog[], inRange: InRange): CatalogSet {
  const newest = indexed(catalogs, {}, (versions) => at(versions));
  const sets = new Map<string, CatalogSet>();
  const single = new Map<string, Catalog>();

  /** A library in a version, made once: many files share it. */
  function inVersion(catalog: Catalog, version: string | undefined): Catalog {
    if (version === undefined) return catalog;
    const key = `${catalog.library} ${version}`;
    let found = single.get(key);
    if (!found) single.set(key, (found = catalogAt(catalog, version, inRange)));
    return found;
  }

  function at(versions: Versions): CatalogSet {
    const known = catalogs.filter(({ library }) => versions[library] !== undefined);
    if (known.length === 0) return newest;
    const key = known.map(({ library }) => `${library} ${versions[library] ?? ''}`).join('\n');
    let found = sets.get(key);
    if (!found) {
      found = indexed(
        catalogs.map((catalog) => inVersion(catalog, versions[catalog.library])),
        versions,
        at,
      );
      sets.set(key, found);
    }
    return found;
  }
  return newest;
}

function indexed(catalogs: readonly Catalog[], versions: Versions, at: CatalogSet['at']): CatalogSet {
  const byLibrary = new Map(catalogs.map((catalog) => [catalog.library, catalog]));
  const exact = new Map<string, { library: string; exports: Readonly<Record<string, ExportFact>> }[]>();
  const prefixes: { prefix: string; library: string; exports: Readonly<Record<string, ExportFact>> }[] = [];
  const declaredNames = new Map<string, TypeRef>();
  const declaredPatterns: { package: string; pattern: RegExp; ref: TypeRef }[] = [];
  const methodNames = new Set<string>();
  const calledNames = new Set(
    catalogs.flatMap((catalog) => (catalog.language === 'typescript' ? Array.from(calledMembers(catalog)) : [])),
  );
  const givers = new Set(catalogs.filter(givesFunctions).map(({ library }) => library));
  const withEntities = new Set(
    catalogs.filter(({ types }) => Object.values(types).some(({ entity }) => entity)).map(({ library }) => library),
  );
  for (const catalog of catalogs) {
    for (const [module, exports] of Object.entries(catalog.modules)) {
      if (module.endsWith('*')) prefixes.push({ prefix: module.slice(0, -1), library: catalog.library, exports });
      else exact.set(module, [{ library: catalog.library, exports }, ...(exact.get(module) ?? [])]);
    }
    for (const [key, type] of Object.entries(catalog.types)) {
      for (const written of type.declared ?? [key]) {
        const [name = '', variant] = written.split('@');
        const ref: TypeRef = { library: catalog.library, type: key, ...(variant === undefined ? {} : { variant }) };
        const pattern = name.includes('*') ? wildcard(name) : undefined;
        for (const range of catalog.packages) {
          if (type.packages?.includes(range.name) === false) continue;
          if (pattern) declaredPatterns.push({ package: range.name, pattern, ref });
          else declaredNames.set(`${range.name}\0${name}`, ref);
        }
      }
      // TypeScript is asked by names; in Python what a name is called on comes first.
      if (catalog.language === 'typescript') for (const name of Object.keys(type.methods)) methodNames.add(name);
    }
  }
  const typeOf = (ref: TypeRef): CatalogType | undefined => byLibrary.get(ref.library)?.types[ref.type];

  /** The first answer of `pick` on the type or, depth first, on what it extends. */
  function inherited<T>(
    ref: TypeRef,
    pick: (type: CatalogType) => T | undefined,
    seen = new Set<string>(),
  ): T | undefined {
    const type = typeOf(ref);
    if (!type || seen.has(ref.type)) return undefined;
    seen.add(ref.type);
    const own = pick(type);
    if (own !== undefined) return own;
    for (const base of type.extends ?? []) {
      const found = inherited({ ...ref, type: base }, pick, seen);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const own = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
    record && Object.hasOwn(record, name) ? record[name] : undefined;
  const wild = (name: string): boolean => !/^[$_]/.test(name);

  const clients = new Map<string, ReadonlySet<string>>();
  const methods = new Map<string, Method | undefined>();
  const thenables = new Map<string, CatalogType['thenable']>();

  /** Looks up once: the same few methods are asked for thousands of times. */
  function remembered<T>(known: Map<string, T>, ref: TypeRef, name: string, find: () => T): T {
    const key = `${ref.library} ${ref.type}@${ref.variant ?? ''} ${name}`;
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as T;
    const value = find();
    known.set(key, value);
    return value;
  }

  function withVariant(method: Method | undefined, ref: TypeRef): Method | undefined {
    const difference = ref.variant === undefined ? undefined : method?.variants?.[ref.variant];
    return method && difference ? { ...method, ...difference } : method;
  }

  function refer(written: string, from: TypeRef): { ref: TypeRef; array: boolean } {
    const array = written.endsWith('[]');
    const [path = '', variant] = (array ? written.slice(0, -2) : written).split('@');
    const [name = '', library] = path.split(':').toReversed();
    const inheritedVariant = variant ?? (library === undefined ? from.variant : undefined);
    const ref: TypeRef = { library: library ?? from.library, type: name === 'this' ? from.type : name };
    return { ref: inheritedVariant === undefined ? ref : { ...ref, variant: inheritedVariant }, array };
  }

  function librariesOf(specifier: string): readonly string[] {
    const module = packageSpecifier(specifier);
    return [
      ...(exact.get(module) ?? []).map(({ library }) => library),
      ...prefixes.filter(({ prefix }) => module.startsWith(prefix)).map(({ library }) => library),
    ];
  }

  return {
    catalogs,
    versions,
    exported(specifier, name) {
      const module = packageSpecifier(specifier);
      for (const entry of exact.get(module) ?? []) {
        const fact = own(entry.exports, name);
        if (fact) return { library: entry.library, fact };
      }
      for (const entry of prefixes) {
        const fact = module.startsWith(entry.prefix) ? own(entry.exports, name) : undefined;
        if (fact) return { library: entry.library, fact };
      }
      return undefined;
    },
    hasNamespace: (specifier, name) =>
      (exact.get(packageSpecifier(specifier)) ?? []).some((entry) =>
        Object.keys(entry.exports).some((key) => key.startsWith(`${name}.`)),
      ),
    librariesOf,
    knowsModule: (module) => librariesOf(module).length > 0,
    type: typeOf,
    method: (ref, name) =>
      remembered(methods, ref, name, () => {
        const named = inherited(ref, (type) => own(type.methods, name) ?? own(type.leftOut, name));
        // A left-out method is neither inherited nor what the wildcard stands for.
        if (typeof named === 'string') return undefined;
        return withVariant(named ?? (wild(name) ? inherited(ref, (type) => own(type.methods, '*')) : undefined), ref);
      }),
    callOf: (ref, how) =>
      withVariant(
        inherited(ref, (type) => type[how]),
        ref,
      ),
    property: (ref, name) =>
      inherited(ref, (type) => own(type.properties, name)) ??
      (wild(name) ? inherited(ref, (type) => own(type.properties, '*')) : undefined),
    thenable: (ref) => remembered(thenables, ref, '', () => inherited(ref, (type) => type.thenable)),
    constructs: (ref) => inherited(ref, (type) => type.constructs),
    memberThis: (ref) => inherited(ref, (type) => type.memberThis),
    elements: (ref) => inherited(ref, (type) => type.elements),
    hasEntities: (library) => withEntities.has(library),
    parameterNamed(name) {
      for (const { library, parameters } of catalogs) {
        const written = own(parameters, name);
        if (written !== undefined) return refer(written, { library, type: '' }).ref;
      }
      return undefined;
    },
    clients(library) {
      let found = clients.get(library);
      if (!found) clients.set(library, (found = clientsOf(byLibrary.get(library))));
      return found;
    },
    refer,
    declared: (packageName, name, file = '') =>
      declaredNames.get(`${packageName}\0${fileName(file)}#${name}`) ??
      declaredNames.get(`${packageName}\0${name}`) ??
      declaredPatterns.find((entry) => entry.package === packageName && entry.pattern.test(name))?.ref,
    methodNames,
    calledNames: new Set([...methodNames, ...calledNames]),
    givesFunctions: (library) => givers.has(library),
    at,
  };
}

/** A value of the type is called or used as a tag itself. */
function isCalled({ types }: Catalog, written: string | undefined): boolean {
  const type = types[written?.split('@')[0] ?? ''];
  return type?.call !== undefined || type?.tag !== undefined;
}

function* calledMembers(catalog: Catalog): Generator<string> {
  for (const exports of Object.values(catalog.modules)) {
    for (const [name, { value }] of Object.entries(exports))
      if (isCalled(catalog, value)) yield name.slice(name.lastIndexOf('.') + 1);
  }
  for (const { properties = {} } of Object.values(catalog.types)) {
    for (const [name, written] of Object.entries(properties)) if (isCalled(catalog, written)) yield name;
  }
}

function givesFunctions(catalog: Catalog): boolean {
  return Object.values(catalog.types).some(({ methods }) =>
    Object.values(methods).some(({ returns }) => isCalled(catalog, returns)),
  );
}

function clientsOf(catalog: Catalog | undefined): ReadonlySet<string> {
  const types = Object.entries(catalog?.types ?? {});
  const named = types.flatMap(([name, { methods, call }]) =>
    [...Object.values(methods), ...(call ? [call] : [])].flatMap(({ transaction, callbacks }) => {
      if (transaction === undefined) return [];
      const handed = (callbacks?.[transaction.callback] ?? []).flatMap((ref) => ref?.split('@')[0] ?? []);
      return [name].concat(handed.map((ref) => (ref === 'this' ? name : ref)));
    }),
  );
  const found = new Set(named);
  for (const [name, type] of types) if (type.extends?.some((base) => found.has(base))) found.add(name);
  return found;
}

/** The name of a declaration file as catalogs write it: `promise` for `promise.d.ts`. */
function fileName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\.d\.[cm]?ts$/, '');
}

/** A declared name in which `*` stands for any text. */
function wildcard(name: string): RegExp {
  return new RegExp(
    `^${name
      .split('*')
      .map((part) => part.replace(/[^\w]/g, '\\$&'))
      .join('.+')}$`,
  );
}
