/** The method reference says what the catalogs say: once for each method, with its links and variants. */
import { describe, expect, test } from 'vitest';
import type { Catalog, Method } from '../../server/src/catalogs/schema.ts';
import { methodReference, referenceEntry } from '../../server/src/features/reference.ts';
import type { MethodReference } from '../../server/src/protocol/requests.ts';

const lazy = (description: string, more: Partial<Method> = {}): Method => ({ execution: 'lazy', description, ...more });

const shop: Catalog = {
  library: 'shop',
  title: 'Shop',
  language: 'typescript',
  packages: [
    { name: 'shop', versions: '>=2' },
    { name: 'shop-pg', versions: '^1.4' },
  ],
  docs: 'https://shop.example/docs/',
  surprises: ['A shop never closes.'],
  modules: {},
  types: {
    Db: {
      description: 'A database.',
      methods: {
        from: lazy('Starts a query.', { docs: 'from#start' }),
        all: {
          execution: 'executing',
          description: 'Reads every row.',
          docs: 'https://elsewhere.example/all',
          variants: { sync: { execution: 'blocking', asyncEquivalent: 'await db.all()' }, async: { verb: 'SELECT' } },
        },
        first: { execution: 'deferred', description: 'Reads one row.' },
        get: { execution: 'blocking', description: 'Reads one row.', asyncEquivalent: null },
        toSQL: { execution: 'local', description: 'Shows the SQL.', docs: 'http://[' },
      },
      call: lazy('Starts a query on a table.'),
      tag: lazy('Builds SQL from a template.'),
    },
    Select: {
      description: 'A select.',
      extends: ['Filters', 'Query'],
      methods: { limit: lazy('Limits.') },
      leftOut: { raw: 'internal' },
    },
    Model: { description: 'A model.', methods: { '*': lazy('Runs a method of the model.') } },
    Query: {
      description: 'Any query.',
      extends: ['Select'],
      methods: { execute: { execution: 'executing', description: 'Sends it.' } },
    },
    Filters: {
      description: 'What can be filtered.',
      hidden: true,
      methods: { where: lazy('Filters.'), raw: lazy('Raw.'), limit: lazy('Hidden.') },
    },
    Orphan: { description: 'Reached from nowhere.', hidden: true, methods: { lost: lazy('Lost.') } },
  },
};
const antiques: Catalog = { ...shop, library: 'antiques', title: 'antiques', types: {} };

const reference: MethodReference = methodReference([shop, antiques], ['shop']);
const library = reference.libraries[1];
const entry = (type: string, method: string) =>
  library?.methods.find((row) => row.type === type && row.method === method);

describe('the method reference', () => {
  test('lists libraries by title, with their versions, surprises and whether they are used', () => {
    expect(reference.libraries.map(({ library, used }) => [library, used])).toEqual([
      ['antiques', false],
      ['shop', true],
    ]);
    expect(library?.versions).toEqual(['shop >=2', 'shop-pg ^1.4']);
    expect(library?.surprises).toEqual(['A shop never closes.']);
  });

  test('labels a deferred call lazy and keeps every other execution as its label', () => {
    expect(entry('Db', 'first')).toMatchObject({ label: 'lazy', execution: 'deferred' });
    expect(entry('Db', 'from')).toMatchObject({ label: 'lazy', execution: 'lazy' });
    expect(entry('Db', 'get')).toMatchObject({ label: 'blocking', execution: 'blocking' });
    expect(entry('Db', 'toSQL')).toMatchObject({ label: 'local', execution: 'local' });
  });

  test('names the variants that execute differently, and no others', () => {
    expect(entry('Db', 'all')).toMatchObject({ label: 'executing', execution: 'executing (sync: blocking)' });
  });

  test('tells a missing async equivalent from one that is not needed', () => {
    expect(entry('Db', 'all')?.asyncEquivalent).toBe('await db.all()');
    expect(entry('Db', 'get')?.asyncEquivalent).toBeNull();
    expect(entry('Db', 'from')).not.toHaveProperty('asyncEquivalent');
  });

  test('resolves links against the documentation, and drops one that is no address', () => {
    expect(entry('Db', 'from')?.docs).toBe('https://shop.example/docs/from#start');
    expect(entry('Db', 'all')?.docs).toBe('https://elsewhere.example/all');
    expect(entry('Db', 'toSQL')).not.toHaveProperty('docs');
    expect(entry('Db', 'first')).not.toHaveProperty('docs');
  });

  test('puts the call and the tag of a value before its methods', () => {
    const names = library?.methods.filter((row) => row.type === 'Db').map((row) => row.method);
    expect(names).toEqual(['(call)', '(tag)', 'from', 'all', 'first', 'get', 'toSQL']);
  });

  test('lists the methods of a hidden type under the types that extend it, unless they replace or leave them out', () => {
    const rows = library?.methods
      .filter((row) => row.type === 'Select')
      .map((row) => `${row.method}: ${row.description}`);
    expect(rows).toEqual(['limit: Limits.', 'where: Filters.']);
    expect(library?.methods.some((row) => row.type === 'Filters' || row.type === 'Orphan')).toBe(false);
  });
});

describe('the entry of a call', () => {
  const find = (type: string, method: string, kind: 'method' | 'call' | 'tag' = 'method') =>
    referenceEntry([shop], { library: 'shop', type }, method, kind);

  test('is under the type that declares the method', () => {
    expect(find('Db', 'from')).toEqual({ library: 'shop', type: 'Db', method: 'from' });
    expect(find('Select', 'execute')).toEqual({ library: 'shop', type: 'Query', method: 'execute' });
    expect(find('Select', 'where')).toEqual({ library: 'shop', type: 'Select', method: 'where' });
  });

  test('is the one for any other name where no name is written', () => {
    expect(find('Model', 'findMany')).toEqual({ library: 'shop', type: 'Model', method: '*' });
    expect(find('Db', 'findMany')).toBeUndefined();
  });

  test('is the call or the tag when the value itself is used', () => {
    expect(find('Db', 'db', 'call')).toEqual({ library: 'shop', type: 'Db', method: '(call)' });
    expect(find('Db', 'sql', 'tag')).toEqual({ library: 'shop', type: 'Db', method: '(tag)' });
    expect(find('Select', 'sql', 'tag')).toBeUndefined();
  });

  test('is missing for what the reference does not list', () => {
    expect(find('Orphan', 'lost')).toBeUndefined();
    expect(find('Nowhere', 'from')).toBeUndefined();
    expect(find('constructor', 'from')).toBeUndefined();
    expect(referenceEntry([], { library: 'shop', type: 'Db' }, 'from', 'method')).toBeUndefined();
  });

  test('is one that the reference lists', () => {
    for (const row of library?.methods ?? []) {
      const kind = row.method === '(call)' ? 'call' : row.method === '(tag)' ? 'tag' : 'method';
      expect(find(row.type, row.method, kind)).toEqual({ library: 'shop', type: row.type, method: row.method });
    }
  });
});
