/** Reads JSON that anybody may have written: what is wrong is reported at its place and left out, the rest is kept. */

/** Something wrong in a catalog, with the place as a path into the JSON: `types.Query.methods.run.execution`. */
export interface CatalogProblem {
  readonly path: string;
  readonly message: string;
  /** The key at the path is wrong, whatever its value is. */
  readonly of?: 'key';
}

export type Report = (path: string, message: string, of?: 'key') => void;

/** Gives the value when it is what is expected, and otherwise reports and gives `undefined`. */
export type Read<T> = (value: unknown, path: string, report: Report) => T | undefined;

/** A field of an object: a bad optional one is left out, a bad required one takes the object with it. */
export interface Field<T> {
  readonly read: Read<T>;
  readonly required: boolean;
}

export const required = <T>(read: Read<T>): Field<T> => ({ read, required: true });
export const optional = <T>(read: Read<T>): Field<T> => ({ read, required: false });

/** The path of `key` inside `path`. */
export function inside(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${String(key)}]`;
  const plain = /^[\w$]+$/.test(key);
  if (path === '') return plain ? key : `[${JSON.stringify(key)}]`;
  return plain ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** The keys and indexes that a path made with `inside` goes through. */
export function segmentsOf(path: string): readonly (string | number)[] {
  const parts = path.matchAll(/\[(?<index>\d+)\]|\[(?<quoted>"(?:[^"\\]|\\.)*")\]|(?<plain>[\w$]+)/g);
  return [...parts].map(({ groups = {} }) => {
    const { index, quoted, plain } = groups;
    if (index !== undefined) return Number(index);
    return quoted === undefined ? (plain ?? '') : String(JSON.parse(quoted));
  });
}

export const text: Read<string> = (value, path, report) => {
  if (typeof value === 'string' && value.trim() !== '') return value;
  report(path, 'Expected a text that is not empty.');
  return undefined;
};

export const flag: Read<boolean> = (value, path, report) => {
  if (typeof value === 'boolean') return value;
  report(path, 'Expected true or false.');
  return undefined;
};

export const argumentIndex: Read<number> = (value, path, report) => {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  report(path, 'Expected the index of an argument: 0, 1, ...');
  return undefined;
};

export function oneOf<const T extends string | boolean>(choices: readonly T[]): Read<T> {
  return (value, path, report) => {
    const found = choices.find((choice) => choice === value);
    if (found === undefined) report(path, `Expected one of: ${choices.join(', ')}.`);
    return found;
  };
}

export function orNull<T>(read: Read<T>): Read<T | null> {
  return (value, path, report) => (value === null ? null : read(value, path, report));
}

/** A text that also passes `check`; `expected` says what it has to be. */
export function textThat(check: (value: string) => boolean, expected: string): Read<string> {
  return (value, path, report) => {
    const found = text(value, path, report);
    if (found === undefined || check(found)) return found;
    report(path, `Expected ${expected}.`);
    return undefined;
  };
}

/** An array; bad elements are left out. */
export function list<T>(read: Read<T>): Read<readonly T[]> {
  return (value, path, report) => {
    if (!Array.isArray(value)) {
      report(path, 'Expected an array.');
      return undefined;
    }
    return value.flatMap((element: unknown, index) => {
      const found = read(element, inside(path, index), report);
      return found === undefined ? [] : [found];
    });
  };
}

/** An object used as a dictionary; bad entries are left out. */
export function dictionary<T>(read: Read<T>): Read<Readonly<Record<string, T>>> {
  return (value, path, report) => {
    if (!isObject(value)) {
      report(path, 'Expected an object.');
      return undefined;
    }
    const entries = Object.entries(value).flatMap(([key, entry]): [string, T][] => {
      const found = read(entry, inside(path, key), report);
      return found === undefined ? [] : [[key, found]];
    });
    return Object.fromEntries(entries);
  };
}

/** An object with the given fields; a field that is none of them is reported and left out. */
export function object<T extends object>(fields: {
  readonly [K in keyof T]-?: Field<Exclude<T[K], undefined>>;
}): Read<T> {
  const known: ReadonlyMap<string, Field<unknown>> = new Map(Object.entries<Field<unknown>>(fields));
  return (value, path, report) => {
    if (!isObject(value)) {
      report(path, 'Expected an object.');
      return undefined;
    }
    for (const key of Object.keys(value)) {
      if (!known.has(key))
        report(inside(path, key), `Unknown field. Known here: ${[...known.keys()].join(', ')}.`, 'key');
    }
    return readFields(value, known, path, report) as T | undefined;
  };
}

function readFields(
  value: Readonly<Record<string, unknown>>,
  fields: ReadonlyMap<string, Field<unknown>>,
  path: string,
  report: Report,
): object | undefined {
  const result: [string, unknown][] = [];
  let whole = true;
  for (const [key, field] of fields) {
    const present = Object.hasOwn(value, key);
    const found = present ? field.read(value[key], inside(path, key), report) : undefined;
    if (found !== undefined) result.push([key, found]);
    else if (field.required) {
      if (!present) report(path, `The field "${key}" is missing.`);
      whole = false;
    }
  }
  return whole ? Object.fromEntries(result) : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
