/** What a catalog claims of each type in one installed version of its library. */
import { createRequire } from 'node:module';
import type { Catalog, CatalogType, Method, Thenable } from '../../server/src/catalogs/schema.ts';

/** A catalog read for one version. */
export interface Claims {
  readonly catalog: Catalog;
  readonly version: string;
  /** By type, the types of which its values are one. */
  readonly either: Readonly<Record<string, readonly string[]>>;
}

const semver = createRequire(new URL('../packages/package.json', import.meta.url))('semver') as {
  satisfies(version: string, range: string): boolean;
};

export function typeOf({ catalog }: Claims, name: string): CatalogType {
  const type = catalog.types[name];
  if (!type) throw new Error(`The catalog of ${catalog.library} has no type ${name}.`);
  return type;
}

/** The type and all that it extends, nearest first. */
export function lineage(claims: Claims, name: string): string[] {
  return [name, ...(typeOf(claims, name).extends ?? []).flatMap((base) => lineage(claims, base))];
}

/** The type's methods by name, its own before those it inherits, as this version has them. */
export function methodsOf(claims: Claims, name: string): Map<string, Method> {
  const methods = new Map<string, Method>();
  for (const [method, fact] of allMethodsOf(claims, name)) {
    if (!methods.has(method) && holds(claims, fact)) methods.set(method, asOf(claims, fact));
  }
  return methods;
}

/** The methods that the catalog gives to other versions only. */
export function absentFrom(claims: Claims, name: string): string[] {
  const present = methodsOf(claims, name);
  return allMethodsOf(claims, name)
    .map(([method]) => method)
    .filter((method) => !present.has(method));
}

/** A type all of whose own methods belong to other versions does not exist in this one. */
export function isOfOtherVersions(claims: Claims, name: string): boolean {
  const own = Object.values(typeOf(claims, name).methods);
  return own.length > 0 && !own.some((fact) => holds(claims, fact));
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

function allMethodsOf(claims: Claims, name: string): [string, Method][] {
  return lineage(claims, name).flatMap((ancestor) => Object.entries(typeOf(claims, ancestor).methods));
}

function holds({ version }: Claims, fact: Method): boolean {
  return fact.versions === undefined || semver.satisfies(version, fact.versions);
}

function asOf({ version }: Claims, fact: Method): Method {
  const others = Object.entries(fact.otherVersions ?? {}).filter(([range]) => semver.satisfies(version, range));
  return Object.assign({ ...fact }, ...others.map(([, difference]) => difference)) as Method;
}
