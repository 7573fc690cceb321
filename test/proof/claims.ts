/** What a catalog claims of each type in one installed version of its library. */
import type { Catalog, CatalogType, Method, Thenable } from '../../server/src/catalogs/schema.ts';
import { catalogAt } from '../../server/src/catalogs/versions.ts';
import { inRange } from '../../server/src/languages/typescript/installedVersions.ts';

/** A catalog read for one version. */
export interface Claims {
  /** As this version has it. */
  readonly catalog: Catalog;
  /** As all versions together have it. */
  readonly whole: Catalog;
  /** By type, the types of which its values are one. */
  readonly either: Readonly<Record<string, readonly string[]>>;
  /** By type, the methods and properties that the values of this driver do not have. */
  readonly lacks?: Readonly<Record<string, ReadonlySet<string>>>;
}

export function claimsOf(whole: Catalog, version: string, either: Claims['either'], variant?: string): Claims {
  const catalog = catalogAt(whole, version, inRange);
  return { catalog: variant === undefined ? catalog : catalogOf(catalog, variant), whole, either };
}

/** The catalog as it is for values of one variant. */
function catalogOf(catalog: Catalog, variant: string): Catalog {
  const method = (fact: Method): Method => ({ ...fact, ...fact.variants?.[variant] });
  const types = Object.entries(catalog.types).map(([name, type]): [string, CatalogType] => {
    const methods = Object.entries(type.methods).map(([key, fact]) => [key, method(fact)] as const);
    return [name, { ...type, methods: Object.fromEntries(methods), ...(type.call && { call: method(type.call) }) }];
  });
  return { ...catalog, types: Object.fromEntries(types) };
}

export function typeOf({ catalog }: Claims, name: string): CatalogType {
  const type = catalog.types[name];
  if (!type) throw new Error(`The catalog of ${catalog.library} has no type ${name}.`);
  return type;
}

/** The type and all that it extends, nearest first. */
export function lineage(claims: Claims, name: string): string[] {
  return [name, ...(typeOf(claims, name).extends ?? []).flatMap((base) => lineage(claims, base))];
}

/** The type's methods by name, its own before those it inherits. */
export function methodsOf(claims: Claims, name: string): Map<string, Method> {
  const own = lineage(claims, name).map((ancestor) => Object.entries(typeOf(claims, ancestor).methods));
  return had(claims, name, own.toReversed().flat());
}

/** The types of the type's properties by name, its own before those it inherits. */
export function propertiesOf(claims: Claims, name: string): Map<string, string> {
  const own = lineage(claims, name).map((ancestor) => Object.entries(typeOf(claims, ancestor).properties ?? {}));
  return had(claims, name, own.toReversed().flat());
}

/** What the driver's values of the type have of this. */
function had<T>({ lacks = {} }: Claims, type: string, members: readonly [string, T][]): Map<string, T> {
  return new Map(members.filter(([name]) => !lacks[type]?.has(name)));
}

/** The methods that the catalog gives to other versions only. */
export function absentFrom(claims: Claims, name: string): string[] {
  const present = methodsOf(claims, name);
  const all = methodsOf({ ...claims, catalog: claims.whole }, name);
  return [...all.keys()].filter((method) => !present.has(method));
}

/**
 * A type that has other versions, or all of whose own methods belong to other versions, does not exist in this one,
 * unless awaiting is what it is for.
 */
export function isOfOtherVersions(claims: Claims, name: string): boolean {
  const type = claims.catalog.types[name];
  if (type === undefined) return true;
  const all = Object.keys(claims.whole.types[name]?.methods ?? {});
  return all.length > 0 && Object.keys(type.methods).length === 0 && type.thenable === undefined;
}

export function isMutable(claims: Claims, name: string): boolean {
  return lineage(claims, name).some((ancestor) => typeOf(claims, ancestor).mutable);
}

export function thenableOf(claims: Claims, name: string): Thenable | undefined {
  return lineage(claims, name)
    .map((ancestor) => typeOf(claims, ancestor).thenable)
    .find(Boolean);
}

/** The type that a written reference names, seen from `owner`; the variant and `[]` are left out. */
export function referred(written: string, owner: string): string {
  const name = written.replace(/(@.*|\[\])$/, '');
  return name === 'this' ? owner : name;
}
