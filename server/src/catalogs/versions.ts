/** A catalog as one version of its library has it: methods come and go, and builders become thenables. */
import type { Catalog, CatalogType, Method, TypeDifference } from './schema.ts';

/** Whether a version is in a semver range. */
export type InRange = (version: string, range: string) => boolean;

type Types = Readonly<Record<string, CatalogType>>;

/** The catalog without what other versions have, and with what this one has otherwise. */
export function catalogAt(catalog: Catalog, version: string, inRange: InRange): Catalog {
  const has = ({ versions }: { readonly versions?: string }): boolean =>
    versions === undefined || inRange(version, versions);
  const now = <T>(differences: Readonly<Record<string, T>> | undefined): readonly T[] =>
    Object.entries(differences ?? {}).flatMap(([range, difference]) => (inRange(version, range) ? [difference] : []));
  const present = Object.entries(catalog.types).filter(([, type]) => has(type));
  const types = Object.fromEntries(
    present.map(([name, type]): [string, CatalogType] => [name, differing(type, now(type.otherVersions))]),
  );
  const changed = new Set(
    present.filter(([, type]) => now(type.otherVersions).some(({ thenable }) => thenable !== undefined)).map(nameOf),
  );
  const method = (fact: Method, owner: string): Method => {
    const here = Object.assign({ ...fact }, ...now(fact.otherVersions)) as Method;
    return changed.size === 0 ? here : deferredOrLazy(here, owner, types, changed);
  };
  const result = Object.entries(types).map(([name, type]): [string, CatalogType] => [
    name,
    {
      ...type,
      methods: Object.fromEntries(
        Object.entries(type.methods).flatMap(([key, fact]) => (has(fact) ? [[key, method(fact, name)]] : [])),
      ),
      ...(type.call && { call: method(type.call, name) }),
      ...(type.tag && { tag: method(type.tag, name) }),
    },
  ]);
  const modules = Object.entries(catalog.modules).map(([module, exports]): [string, Catalog['modules'][string]] => [
    module,
    Object.fromEntries(Object.entries(exports).filter(([, fact]) => has(fact))),
  ]);
  return { ...catalog, modules: Object.fromEntries(modules), types: Object.fromEntries(result) };
}

function differing(type: CatalogType, differences: readonly TypeDifference[]): CatalogType {
  return differences.reduce<CatalogType>((before, { thenable, mutable, run }) => {
    const { thenable: oldThenable, run: oldRun, ...rest } = before;
    const nextThenable = thenable === undefined ? oldThenable : (thenable ?? undefined);
    const nextRun = run === undefined ? oldRun : (run ?? undefined);
    return {
      ...rest,
      ...(nextThenable && { thenable: nextThenable }),
      ...(nextRun !== undefined && { run: nextRun }),
      ...(mutable !== undefined && { mutable }),
    };
  }, type);
}

function nameOf([name]: readonly [string, unknown]): string {
  return name;
}

/** A method that builds one of the types that have changed is deferred exactly where that has a `then`. */
function deferredOrLazy(method: Method, owner: string, types: Types, changed: ReadonlySet<string>): Method {
  const { execution, returns } = method;
  if ((execution !== 'lazy' && execution !== 'deferred') || returns === undefined || returns.endsWith('[]'))
    return method;
  const [name = ''] = returns.split('@');
  // A method that several types inherit gives back one of those.
  const results = name === 'this' ? Object.keys(types).filter((heir) => lineage(heir, types).has(owner)) : [name];
  const bases = results.flatMap((result) => Array.from(lineage(result, types)));
  if (!bases.some((base) => changed.has(base))) return method;
  const isThenable = bases.some((base) => types[base]?.thenable);
  return { ...method, execution: isThenable ? 'deferred' : 'lazy' };
}

/** The type and all that it extends. */
function lineage(name: string, types: Types, found = new Set<string>()): ReadonlySet<string> {
  const type = types[name];
  if (type === undefined || found.has(name)) return found;
  found.add(name);
  for (const base of type.extends ?? []) lineage(base, types, found);
  return found;
}
