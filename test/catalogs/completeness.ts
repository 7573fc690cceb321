/** Compares a catalog with the declarations of the installed versions; what differs comes back as lines to read. */
import type { Catalog, CatalogType, Execution, Method } from '../../server/src/catalogs/schema.ts';
import { catalogAt } from '../../server/src/catalogs/versions.ts';
import type { DeclaredType, Result } from './declarations.ts';

/** What one installed version declares. */
export interface DeclaredVersion {
  /** `kysely 0.28.2` */
  readonly name: string;
  readonly version: string;
  /** The package that declares the types. */
  readonly package: string;
  readonly types: readonly DeclaredType[];
}

type InRange = (version: string, range: string | undefined) => boolean;

/** What a call of each execution may give, by its declared type. */
const RESULTS: Readonly<Record<Execution, readonly Result[]>> = {
  lazy: ['plain'],
  deferred: ['thenable'],
  executing: ['promise'],
  blocking: ['plain'],
  streaming: ['plain'],
  local: ['plain'],
};

const RESULT_TEXT: Readonly<Record<Result, string>> = {
  promise: 'a promise',
  thenable: 'a thenable',
  plain: 'a plain value',
  unknown: 'something unknown',
};

/** Whether a declared name is one of those a type goes by. */
export function goesBy(type: CatalogType, key: string): (name: string) => boolean {
  const patterns = (type.declared ?? [key]).map(namePattern);
  return (name) => patterns.some((pattern) => pattern.test(name));
}

/** Whether a package can declare the type at all. */
function isOf({ packages }: CatalogType, version: DeclaredVersion): boolean {
  return packages?.includes(version.package) !== false;
}

function namePattern(written: string): RegExp {
  const [name = ''] = written.split('@');
  const parts = name.split('*').map((part) => part.replaceAll('$', String.raw`\$`));
  return new RegExp(`^${parts.join('.+')}$`);
}

/** Public methods that are neither catalogued nor left out. */
export function missing(catalog: Catalog, versions: readonly DeclaredVersion[]): string[] {
  return Object.entries(catalog.types).flatMap(([key, type]) =>
    versions
      .filter((version) => isOf(type, version))
      .flatMap(({ name, types }) => {
        const lost = types
          .filter((declared) => goesBy(type, key)(declared.name))
          .flatMap(({ members }) => Array.from(members).filter(([, { kind }]) => kind !== 'value'))
          .map(([member]) => member)
          .filter((member) => !isKnown(catalog, key, member));
        return lost.length === 0 ? [] : [`${key} (${name}): ${Array.from(new Set(lost)).join(', ')}`];
      }),
  );
}

/** Names that are catalogued, or left out, although no installed version declares them, or not for these versions. */
export function invented(catalog: Catalog, versions: readonly DeclaredVersion[], inRange: InRange): string[] {
  return Object.entries(catalog.types).flatMap(([key, type]) => {
    const found = versions.flatMap((version) => {
      const members = membersOf(catalog, key, version);
      return members ? [{ version, members }] : [];
    });
    const leftOut = Object.keys(type.leftOut ?? {})
      .filter((name) => !found.some(({ members }) => members.has(name)))
      .map((name) => `${key}.${name} is left out, but does not exist`);
    const methods = Object.entries(type.methods).flatMap(([name, method]) => {
      if (name === '*' || method.unproved !== undefined || method.misdeclared !== undefined) return [];
      // A method that is overridden for some versions is inherited in the others.
      const isOnlyHere = isDeclared(type, key) && !isInherited(catalog, type, name);
      return found
        .filter(({ version, members }) =>
          inRange(version.version, method.versions) ? !members.has(name) : members.has(name) && isOnlyHere,
        )
        .map(({ version, members }) => inventedText(`${key}.${name}`, members.has(name), version, method));
    });
    return inventedTypes(key, type, versions).concat(leftOut, methods);
  });
}

function allowedResults({ execution, promise }: Method): readonly Result[] {
  if (promise === true) return ['promise'];
  return promise === false ? ['plain'] : RESULTS[execution];
}

function inventedText(name: string, exists: boolean, version: DeclaredVersion, method: Method): string {
  const claim = method.versions === undefined ? 'it has no "versions"' : `its "versions" are ${method.versions}`;
  return `${name} ${exists ? 'exists' : 'does not exist'} in ${version.name}, but ${claim}`;
}

function inventedTypes(key: string, type: CatalogType, versions: readonly DeclaredVersion[]): string[] {
  const names = versions.filter((version) => isOf(type, version)).flatMap(({ types }) => types.map(({ name }) => name));
  return (type.declared ?? [key])
    .filter((written) => !names.some((name) => namePattern(written).test(name)))
    .map((written) => `${key} is declared as ${written} in no installed version`);
}

/** Methods whose declared result contradicts their execution. */
export function contradicted(catalog: Catalog, versions: readonly DeclaredVersion[], inRange: InRange): string[] {
  return versions.flatMap((version) => {
    const { types } = catalogAt(catalog, version.version, inRange);
    return Object.entries(types).flatMap(([key, type]) => {
      const members = membersOf(catalog, key, version) ?? new Map<string, Set<Result>>();
      return Object.entries(type.methods).flatMap(([name, method]) => {
        const allowed = allowedResults(method);
        const results = Array.from(members.get(name) ?? []);
        const agrees = results.some((result) => result === 'unknown' || allowed.includes(result));
        if (method.variants || method.misdeclared !== undefined || results.length === 0 || agrees) return [];
        return [
          `${key}.${name} is ${method.execution}, but returns ${results.map((result) => RESULT_TEXT[result]).join(' or ')} in ${version.name}`,
        ];
      });
    });
  });
}

/**
 * The members of all declared types that a catalogued type stands for, with what their calls give. One that
 * nothing declares stands for the types that extend it, or else for any of the library's. `undefined`: this
 * version has no such type.
 */
function membersOf(catalog: Catalog, key: string, version: DeclaredVersion): Map<string, Set<Result>> | undefined {
  const type = catalog.types[key];
  if (!type || !isOf(type, version)) return undefined;
  const heirs = Object.keys(catalog.types).filter((name) => name !== key && extendsType(catalog, name, key));
  const keys = isDeclared(type, key) ? [key] : heirs.length > 0 ? heirs : Object.keys(catalog.types);
  const names = keys
    .filter((candidate) => isOf(catalog.types[candidate] ?? type, version))
    .map((candidate) => goesBy(catalog.types[candidate] ?? type, candidate));
  const found = version.types.filter(({ name }) => names.some((accepts) => accepts(name)));
  if (found.length === 0) return undefined;
  const members = new Map<string, Set<Result>>();
  for (const declared of found) {
    for (const [name, { results }] of declared.members)
      members.set(name, new Set([...(members.get(name) ?? []), ...results]));
  }
  return members;
}

function isDeclared(type: CatalogType, key: string): boolean {
  return (type.declared ?? [key]).length > 0;
}

function isKnown(catalog: Catalog, key: string, name: string): boolean {
  return Object.keys(catalog.types)
    .filter((candidate) => extendsType(catalog, key, candidate))
    .some((candidate) => {
      const type = catalog.types[candidate];
      const records = [type?.methods, type?.properties, type?.leftOut];
      const thenables = [type, ...Object.values(type?.otherVersions ?? {})].map((version) => version?.thenable);
      const promiseMethods = thenables.flatMap((found) =>
        found ? (found.methods ?? ['then', 'catch', 'finally']) : [],
      );
      const matchesAny = records.some((record) => record && Object.hasOwn(record, '*')) && !/^[$_]/.test(name);
      return (
        matchesAny || promiseMethods.includes(name) || records.some((record) => record && Object.hasOwn(record, name))
      );
    });
}

function isInherited(catalog: Catalog, type: CatalogType, name: string): boolean {
  return (type.extends ?? []).some((base) => isKnown(catalog, base, name));
}

function extendsType(catalog: Catalog, name: string, base: string): boolean {
  return name === base || (catalog.types[name]?.extends ?? []).some((next) => extendsType(catalog, next, base));
}
