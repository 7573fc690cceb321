/** A catalog read for one version: methods and types come and go, and what becomes a thenable changes what builds it. */
import { describe, expect, test } from 'vitest';
import type { Catalog, Method } from '../../server/src/catalogs/schema.ts';
import { createCatalogSet } from '../../server/src/catalogs/catalogSet.ts';
import { inRange } from '../../server/src/languages/typescript/installedVersions.ts';

const method = (fact: Partial<Method> & Pick<Method, 'execution'>): Method => ({ description: 'Does it.', ...fact });
const catalog: Catalog = {
  library: 'small',
  title: 'Small',
  language: 'typescript',
  packages: [{ name: 'small', versions: '>=5 <8' }],
  docs: 'https://example.org/',
  modules: {},
  types: {
    Db: {
      description: 'A database.',
      methods: {
        query: method({ execution: 'lazy', returns: 'Builder' }),
        old: method({ execution: 'executing', versions: '<6' }),
        moved: method({ execution: 'local', otherVersions: { '<6': { execution: 'executing' } } }),
        other: method({ execution: 'lazy', returns: 'Other' }),
      },
    },
    Builder: {
      description: 'Awaitable before 7.',
      run: 'execute()',
      otherVersions: { '<7': { thenable: { secondAwait: 'reruns' }, run: null, mutable: true } },
      methods: { where: method({ execution: 'lazy', returns: 'this' }), execute: method({ execution: 'executing' }) },
    },
    Other: { description: 'Always a builder.', methods: { where: method({ execution: 'lazy', returns: 'this' }) } },
    Gone: { description: 'Of old.', versions: '<6', methods: { run: method({ execution: 'executing' }) } },
  },
};
const set = createCatalogSet([catalog], inRange);
const execution = (version: string, type: string, name: string): string | undefined =>
  set.at({ small: version }).method({ library: 'small', type }, name)?.execution;

describe('methods', () => {
  test.each([
    ['7.1.0', 'query', 'lazy'],
    ['6.0.0', 'query', 'deferred'],
    ['7.0.0', 'moved', 'local'],
    ['5.9.0', 'moved', 'executing'],
    ['5.0.0', 'old', 'executing'],
    ['6.0.0', 'old', undefined],
    ['6.0.0', 'other', 'lazy'],
  ])('in %s, %s is %s', (version, name, expected) => {
    expect(execution(version, 'Db', name)).toBe(expected);
  });

  test('a version newer than the catalog knows is as the newest', () => {
    expect(execution('9.0.0', 'Db', 'query')).toBe('lazy');
  });

  test('a prerelease is as the version it leads to', () => {
    expect(execution('7.0.0-beta.1', 'Db', 'query')).toBe('lazy');
  });
});

describe('types', () => {
  const typeAt = (version: string, type: string) => set.at({ small: version }).type({ library: 'small', type });

  test('a builder is a thenable where it has a then', () => {
    expect(typeAt('6.5.0', 'Builder')).toMatchObject({ thenable: { secondAwait: 'reruns' }, mutable: true });
    expect(typeAt('6.5.0', 'Builder')).not.toHaveProperty('run');
    expect(typeAt('7.0.0', 'Builder')).toMatchObject({ run: 'execute()' });
    expect(typeAt('7.0.0', 'Builder')).not.toHaveProperty('thenable');
    expect(execution('6.5.0', 'Builder', 'where')).toBe('deferred');
  });

  test('a type of other versions is gone', () => {
    expect(typeAt('5.0.0', 'Gone')).toBeDefined();
    expect(typeAt('6.0.0', 'Gone')).toBeUndefined();
  });

  test('without a version everything is as the newest, and nothing is left out', () => {
    expect(set.at({})).toBe(set);
    expect(set.method({ library: 'small', type: 'Db' }, 'old')?.execution).toBe('executing');
  });
});
