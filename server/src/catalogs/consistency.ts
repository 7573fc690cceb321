/** Checks that the entries of a catalog agree with each other, and leaves out those that do not. */
import { inside, type Report } from './reader.ts';
import type { Catalog, CatalogType, ExportFact, Method, TypeName } from './schema.ts';

type Types = Readonly<Record<string, CatalogType>>;

/** The catalog without the entries that contradict others. */
export function consistent(catalog: Catalog, report: Report): Catalog {
  const types = withoutCycles(catalog.types, report);
  const check = new Consistency(types, catalog.language, report);
  const { parameters, ...rest } = catalog;
  return {
    ...rest,
    ...(parameters && { parameters: filter(parameters, (ref, name) => check.refers(ref, inside('parameters', name))) }),
    types: Object.fromEntries(Object.entries(types).map(([name, type]) => [name, check.type(name, type)])),
    modules: Object.fromEntries(
      Object.entries(catalog.modules).map(([module, exports]) => [
        module,
        filter(exports, (fact, name) => check.exported(fact, inside(inside('modules', module), name))),
      ]),
    ),
  };
}

/** `extends` lists whose types exist, and that do not lead back to where they started. */
function withoutCycles(types: Types, report: Report): Types {
  const done: Record<string, CatalogType> = { ...types };
  for (const [name, type] of Object.entries(types)) {
    const bases = type.extends?.filter((base, index) => {
      const path = inside(inside(inside('types', name), 'extends'), index);
      if (!Object.hasOwn(types, base)) report(path, unknownType(base));
      else if (lineage(done, base).has(name)) report(path, `"${base}" extends "${name}" itself.`);
      else return true;
      return false;
    });
    if (bases) done[name] = { ...type, extends: bases };
  }
  return done;
}

class Consistency {
  readonly #types: Types;
  readonly #language: Catalog['language'];
  readonly #report: Report;
  /** Of every type, itself and all that it extends. */
  readonly #lineages: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #thenables: ReadonlySet<string>;

  constructor(types: Types, language: Catalog['language'], report: Report) {
    this.#types = types;
    this.#language = language;
    this.#report = report;
    this.#lineages = new Map(Object.keys(types).map((name) => [name, lineage(types, name)]));
    this.#thenables = new Set(
      Object.keys(types).filter((name) => this.#some(name, (type) => type.thenable !== undefined)),
    );
  }

  /** The type without its bad entries. */
  type(name: string, type: CatalogType): CatalogType {
    const path = inside('types', name);
    const { call, tag, properties, thenable, constructs, memberThis, elements, ...rest } = type;
    const refers = (ref: TypeName | undefined, key: string): boolean =>
      ref !== undefined && this.#refers(ref, inside(path, key));
    const ok = (method: Method, at: string): boolean => this.#method(name, method, at);
    const awaited = thenable?.awaited;
    const badAwaited = awaited !== undefined && !this.#refers(awaited, inside(inside(path, 'thenable'), 'awaited'));
    for (const left of Object.keys(type.leftOut ?? {}))
      this.#leftOut(type, left, inside(inside(path, 'leftOut'), left));
    return {
      ...rest,
      methods: filter(type.methods, (method, key) => ok(method, inside(inside(path, 'methods'), key))),
      ...(call && ok(call, inside(path, 'call')) ? { call } : {}),
      ...(tag && ok(tag, inside(path, 'tag')) ? { tag } : {}),
      ...(thenable && !badAwaited ? { thenable } : {}),
      ...(refers(constructs, 'constructs') ? { constructs } : {}),
      ...(refers(memberThis, 'memberThis') ? { memberThis } : {}),
      ...(refers(elements, 'elements') ? { elements } : {}),
      ...(properties
        ? { properties: filter(properties, (ref, key) => this.#refers(ref, inside(inside(path, 'properties'), key))) }
        : {}),
    };
  }

  /** Whether every type the export speaks of exists. */
  exported(fact: ExportFact, path: string): boolean {
    const {
      entityArgument: _entity,
      versions: _versions,
      standsFor,
      returnsArgument,
      keepsClass: _keeps,
      callbacks = {},
      ...references
    } = fact;
    const entries = Object.entries(references);
    const isSomething = entries.length > 0 || returnsArgument !== undefined || standsFor !== undefined;
    if (!isSomething)
      this.#report(path, 'Say what it is: "type", "value", "returns", "resolves", "returnsArgument" or "standsFor".');
    const parameters = Object.values(callbacks).flat();
    return (
      isSomething &&
      entries.every(([key, ref]: [string, TypeName]) => this.#refers(ref, inside(path, key))) &&
      parameters.every((ref) => ref === null || this.#refers(ref, inside(path, 'callbacks')))
    );
  }

  refers(ref: TypeName, path: string): boolean {
    return this.#refers(ref, path);
  }

  #leftOut(type: CatalogType, name: string, path: string): void {
    if (Object.hasOwn(type.methods, name))
      this.#report(path, 'Both catalogued and left out; the entry in "methods" holds.');
    if (name === '*') this.#report(path, 'What is left out is named one by one.');
  }

  #method(owner: string, method: Method, path: string): boolean {
    const { callbacks = {}, callbackThis = {}, transaction, named = {} } = method;
    const references = [
      method.returns,
      ...Object.values(callbacks).flat(),
      ...Object.values(callbackThis),
      ...Object.values(named).flatMap((difference) => Object.values(difference.callbackThis ?? {})),
      ...(transaction?.outside ?? []),
    ];
    if (!references.every((ref) => ref === undefined || ref === null || this.#refers(ref, path))) return false;
    const known = this.#variants(owner);
    for (const variant of Object.keys(method.variants ?? {})) {
      if (known.includes(variant)) continue;
      this.#report(inside(inside(path, 'variants'), variant), `"${owner}" has no variant "${variant}".`);
      return false;
    }
    const wrong = this.#readings(method, known)
      .map((reading) => this.#contradiction(owner, reading))
      .find(Boolean);
    if (wrong !== undefined) this.#report(path, wrong);
    return wrong === undefined;
  }

  /** The method as each of the owner's variants and each version of the library has it. */
  #readings(method: Method, variants: readonly string[]): readonly Method[] {
    const { variants: byVariant, otherVersions, withCallback, named } = method;
    const merge = (difference: Partial<Method> | undefined): Method => ({ ...method, ...difference });
    const now = byVariant ? variants.map((variant) => merge(byVariant[variant])) : [method];
    const others = [
      ...Object.values(otherVersions ?? {}),
      ...Object.values(named ?? {}),
      ...(withCallback ? [withCallback] : []),
    ];
    return now.concat(others.map(merge));
  }

  /** What is wrong between the execution and the rest of the method. */
  #contradiction(owner: string, method: Method): string | undefined {
    const { execution, returns } = method;
    if (execution === 'blocking' && method.asyncEquivalent === undefined) {
      return 'A blocking method says what to write instead in "asyncEquivalent", or null when there is nothing.';
    }
    if (execution !== 'blocking' && execution !== 'streaming' && method.asyncEquivalent !== undefined) {
      return `Only a method that blocks has an "asyncEquivalent"; this one is ${execution}.`;
    }
    if (execution !== 'streaming' && method.eager !== undefined)
      return `Only a streaming method can be "eager"; this one is ${execution}.`;
    // In Python a deferred method gives a coroutine, whatever awaiting that gives.
    if (this.#language === 'python' || method.resultOf !== undefined || isForeign(returns)) return undefined;
    const result = returns === 'this' ? owner : base(returns ?? '');
    if (execution === 'deferred') {
      const sends = returns !== undefined && !returns.endsWith('[]') && this.#thenables.has(result);
      return sends ? undefined : 'A deferred method "returns" a type that has a "thenable".';
    }
    if (returns === undefined || returns.endsWith('[]')) return undefined;
    const results = returns === 'this' ? [...this.#thenables] : [result];
    const thenable = results.find((name) => this.#thenables.has(name) && this.#lineages.get(name)?.has(result));
    if (thenable === undefined) return undefined;
    return `"${thenable}" has a "thenable", so a method that returns it is deferred, not ${execution}.`;
  }

  /** Whether the reference leads to a type, and its variant is one of that type's. */
  #refers(ref: TypeName, path: string): boolean {
    const name = base(ref);
    // The other catalog need not be loaded.
    if (name === 'this' || isForeign(ref)) return true;
    if (!Object.hasOwn(this.#types, name)) {
      this.#report(path, unknownType(name));
      return false;
    }
    const [, variant] = ref.replace('[]', '').split('@');
    if (variant === undefined || this.#variants(name).includes(variant)) return true;
    this.#report(path, `"${name}" has no variant "${variant}".`);
    return false;
  }

  #variants(name: string): readonly string[] {
    return [...(this.#lineages.get(name) ?? [])].flatMap((member) => this.#types[member]?.variants ?? []);
  }

  #some(name: string, has: (type: CatalogType) => boolean): boolean {
    return [...(this.#lineages.get(name) ?? [])].some((member) => {
      const type = this.#types[member];
      return type !== undefined && has(type);
    });
  }
}

function lineage(types: Types, name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const base of types[name]?.extends ?? []) lineage(types, base, found);
  return found;
}

/** The type's name in a reference: `Row` in `Row@sync[]`. */
function base(ref: TypeName): string {
  return ref.replace('[]', '').split('@')[0] ?? '';
}

/** A reference to a type of another library's catalog: `knex:Transaction`. */
function isForeign(ref: TypeName | undefined): boolean {
  return ref?.includes(':') === true;
}

function unknownType(name: string): string {
  return `There is no type "${name}" in this catalog, or it was left out.`;
}

function filter<T>(record: Readonly<Record<string, T>>, keep: (value: T, key: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key, value]) => keep(value, key)));
}
