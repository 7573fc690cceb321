/** Where the driver decides what a library's values have: no driver has all of it, and each has to be proved. */
import { lineage, methodsOf, propertiesOf, typeOf, type Claims } from './claims.ts';
import { property } from './observe.ts';
import type { Report, Subject } from './prove.ts';

type Members = Readonly<Record<string, ReadonlySet<string>>>;

/** By type, the methods and properties that are claimed and that one driver's value of it does not have. */
export async function lackingOf(
  claims: Claims,
  types: readonly string[],
  valueOf: (type: string) => Promise<(name: string) => unknown>,
): Promise<Members> {
  const lacks: Record<string, ReadonlySet<string>> = {};
  for (const type of types) {
    const read = await valueOf(type);
    const methods = Array.from(methodsOf(claims, type).keys()).filter((name) => typeof read(name) !== 'function');
    const properties = Array.from(propertiesOf(claims, type).keys()).filter((name) => read(name) === undefined);
    lacks[type] = new Set([...methods, ...properties].filter((name) => name !== '*'));
  }
  return lacks;
}

/** Reads the members of a value without handing the value on, which may have a `then`. */
export function reader(value: unknown): (name: string) => unknown {
  return (name) => property(value, name);
}

/** The label of one driver's part of the proof. */
export function labelOf({ version, driver }: Pick<Subject, 'version' | 'driver'>): string {
  return driver === undefined ? version : `${version} ${driver}`;
}

/** As they are reported: each member under the type that declares it, since heirs of that may have it. */
export function absences(claims: Claims, lacks: Members): string[] {
  const declared = Object.entries(lacks).flatMap(([type, names]) =>
    Array.from(names, (name) => `${declaring(claims, type, name)}.${name}`),
  );
  const had = new Set(
    Object.keys(lacks).flatMap((type) =>
      [...methodsOf({ ...claims, lacks }, type).keys(), ...propertiesOf({ ...claims, lacks }, type).keys()].map(
        (name) => `${declaring(claims, type, name)}.${name}`,
      ),
    ),
  );
  return Array.from(new Set(declared)).filter((name) => !had.has(name));
}

function declaring(claims: Claims, type: string, name: string): string {
  const owns = (ancestor: string): boolean => {
    const { methods, properties = {} } = typeOf(claims, ancestor);
    return name in methods || name in properties;
  };
  return lineage(claims, type).find(owns) ?? type;
}

/** What no driver of a version has, and the types of which no driver of any version has a value. */
export function absentFromAll(reports: readonly Report[]): string[] {
  const versions = Array.from(new Set(reports.map(({ version }) => version)));
  const members = versions.flatMap((version) => {
    const drivers = reports.filter((report) => report.version === version);
    return inAll(drivers.map(({ absent }) => absent)).map((name) => `${version} ${name}: no driver's values have it`);
  });
  const types = inAll(reports.map(({ valueless }) => valueless));
  return [...members, ...types.map((type) => `${type}: the proof has no value of it`)];
}

function inAll([first = [], ...others]: readonly (readonly string[])[]): string[] {
  return first.filter((name) => others.every((names) => names.includes(name)));
}
