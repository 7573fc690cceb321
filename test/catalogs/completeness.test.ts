/** Every public method of every catalogued type is in its catalog or left out with a reason, and nothing is made up. */
import { beforeAll, describe, expect, test } from 'vitest';
import { builtInCatalogs } from '../../server/src/catalogs/index.ts';
import type { Catalog, Method } from '../../server/src/catalogs/schema.ts';
import { contradicted, goesBy, invented, missing, type DeclaredVersion } from './completeness.ts';
import { readDeclarations } from './declarations.ts';
import { wrongModuleFacts } from './moduleFacts.ts';
import { inRange, installPackages, installedFor, type Installed } from './installed.ts';

beforeAll(installPackages, 600_000);

/** What libraries of Python have is told by their classes, in Python: `test/proof/django/completeness.py`. */
const typed = builtInCatalogs.filter(({ language }) => language === 'typescript');

describe.each(typed.map((catalog) => ({ library: catalog.library, catalog })))('$library', ({ catalog }) => {
  let installed: Installed[] = [];
  let versions: DeclaredVersion[] = [];
  beforeAll(() => {
    installed = installedFor(catalog);
    versions = declaredVersions(catalog, installed);
  });

  test('holds for the versions that are installed', () => {
    expect(installed).not.toEqual([]);
    for (const { package: name, version } of installed) {
      const range = catalog.packages.find((candidate) => candidate.name === name)?.versions;
      expect({ name, version, range, holds: inRange(version, range) }).toMatchObject({ holds: true });
    }
  });

  test('leaves no public method out without a reason', () => {
    expect(missing(catalog, versions)).toEqual([]);
  });

  test('names nothing that does not exist', () => {
    expect(invented(catalog, versions, inRange)).toEqual([]);
  });

  test('says of modules what they export', { timeout: 300_000 }, () => {
    expect(wrongModuleFacts(catalog, installed)).toEqual([]);
  });

  test('calls deferred what is declared a thenable, and executing what is declared a promise', () => {
    expect(contradicted(catalog, versions, inRange)).toEqual([]);
  });
});

describe('a mistake in a catalog is seen', () => {
  let versions: DeclaredVersion[] = [];
  beforeAll(() => {
    const catalog = betterSqlite3({});
    versions = declaredVersions(catalog, installedFor(catalog));
  });
  const fact: Method = { execution: 'lazy', description: 'Does something.' };

  test('and a sound one is silent', () => {
    const catalog = betterSqlite3({});
    expect([...missing(catalog, versions), ...invented(catalog, versions, inRange)]).toEqual([]);
  });

  test('a method forgotten', () => {
    const [line = ''] = missing(betterSqlite3({ all: undefined }), versions);
    expect(line).toMatch(/^Statement \(@types\/better-sqlite3 .*\): all$/);
  });

  test('a method made up', () => {
    const [line = ''] = invented(betterSqlite3({ fly: fact }), versions, inRange);
    expect(line).toMatch(/^Statement\.fly does not exist in @types\/better-sqlite3/);
  });

  test('a method said to be of other versions', () => {
    const [line = ''] = invented(betterSqlite3({ all: { ...fact, versions: '<1' } }), versions, inRange);
    expect(line).toMatch(/^Statement\.all exists in @types\/better-sqlite3 .*, but its "versions" are <1$/);
  });

  test('an execution that the types contradict', () => {
    const [line = ''] = contradicted(
      betterSqlite3({ columns: { ...fact, execution: 'executing' } }),
      versions,
      inRange,
    );
    expect(line).toMatch(/^Statement\.columns is executing, but returns a plain value in @types\/better-sqlite3/);
  });
});

/** The catalog of better-sqlite3 with some methods of statements replaced, or removed. */
function betterSqlite3(change: Readonly<Record<string, Method | undefined>>): Catalog {
  const catalog = builtInCatalogs.find(({ library }) => library === 'better-sqlite3');
  const statement = catalog?.types['Statement'];
  if (!catalog || !statement) throw new Error('The catalog of better-sqlite3 has no type Statement.');
  const methods = Object.entries({ ...statement.methods, ...change }).filter(
    (entry): entry is [string, Method] => entry[1] !== undefined,
  );
  return { ...catalog, types: { ...catalog.types, Statement: { ...statement, methods: Object.fromEntries(methods) } } };
}

function declaredVersions(catalog: Catalog, installed: readonly Installed[]): DeclaredVersion[] {
  const types = Object.entries(catalog.types).map(([key, type]) => goesBy(type, key));
  return installed.map(({ package: name, version, files }) => ({
    name: `${name} ${version}`,
    version,
    package: name,
    types: readDeclarations(files, (declared) => types.some((accepts) => accepts(declared))),
  }));
}
