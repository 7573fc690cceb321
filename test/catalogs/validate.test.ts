/** A bad catalog is named at the place, what is bad is left out, and the rest works. */
import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../server/src/catalogs/schema.ts';
import { validateCatalog } from '../../server/src/catalogs/validate.ts';
import { schemaProblems } from './jsonSchema.ts';

/** A sound catalog of an in-house library, as JSON. */
function sound(): Record<string, unknown> {
  return {
    library: 'in-house',
    title: 'In-house',
    language: 'typescript',
    packages: [{ name: '@acme/db', versions: '>=1.2 <3 || ^4.0.0-rc.1' }],
    docs: 'https://docs.example.org/db/',
    batch: { INSERT: 'insertMany(rows)' },
    parameters: { db: 'Db' },
    modules: {
      '@acme/db': { Db: { type: 'Db' }, connect: { resolves: 'Db@async' } },
      '@acme/db/*': { sql: { value: 'Sql' } },
    },
    types: {
      Db: {
        description: 'A database.',
        variants: ['sync', 'async'],
        properties: { '*': 'Query' },
        methods: {
          from: {
            execution: 'deferred',
            returns: 'Query',
            verb: 'SELECT',
            batched: true,
            description: 'Starts a query.',
            docs: 'from#start',
          },
          all: {
            execution: 'executing',
            description: 'Runs it.',
            variants: { sync: { execution: 'blocking', asyncEquivalent: 'await db.from(table)' } },
          },
          send: { execution: 'executing', handsBack: 0, description: 'Sends a query object.' },
          each: {
            execution: 'streaming',
            withCallback: { execution: 'executing', promise: false },
            description: 'Reads rows.',
          },
          close: { execution: 'local', promise: true, description: 'Closes it.' },
          rows: { execution: 'streaming', eager: true, misdeclared: 'As a promise.', description: 'Streams rows.' },
          clone: { execution: 'local', copies: true, returns: 'this', description: 'Gives a copy.' },
          knex: { execution: 'deferred', returns: 'knex:QueryBuilder', description: 'Gives a query of Knex.' },
          many: { execution: 'lazy', returns: 'Query[]', description: 'Makes some queries.' },
          transaction: {
            execution: 'executing',
            description: 'Runs a transaction.',
            callbacks: { '0': ['Db', null] },
            transaction: { callback: 0, synchronous: false, ambient: true, outside: ['Query'] },
          },
          raw: {
            execution: 'executing',
            description: 'Runs raw SQL.',
            otherVersions: { '>=4': { execution: 'deferred', returns: 'Query' } },
          },
        },
        leftOut: { on: 'Listens to events.' },
      },
      Query: {
        description: 'A query.',
        declared: ['Query', 'Query__*', 'SyncQuery@sync'],
        thenable: { secondAwait: 'reruns' },
        methods: { where: { execution: 'deferred', returns: 'this', description: 'Filters the rows.' } },
      },
      Sql: {
        description: 'The tag.',
        declared: [],
        tag: { execution: 'lazy', description: 'Builds SQL.' },
        methods: {},
        hidden: true,
      },
    },
  };
}

/** The sound catalog with the value at `path` replaced, or removed when it is `undefined`. */
function changed(path: readonly string[], value: unknown): Record<string, unknown> {
  const catalog = sound();
  const [last = '', ...way] = path.toReversed();
  const parent = way.reduceRight((object, key) => object[key] as Record<string, unknown>, catalog);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return catalog;
}

const at = (path: string): string[] => path.split('/');

test('a sound catalog has no problems, and nothing is left out', () => {
  const { catalog, problems } = validateCatalog({ $schema: './catalog.schema.json', ...sound() });
  expect(problems).toEqual([]);
  expect(catalog).toEqual(sound());
  expect(schemaProblems(sound())).toEqual([]);
});

describe('a bad entry is named at its place and left out', () => {
  /** What is changed, to what, the path that is reported, and the entry that is gone. */
  const cases: readonly (readonly [change: string, to: unknown, path: string, gone: string])[] = [
    ['types/Db/methods/from/execution', 'eager', 'types.Db.methods.from.execution', 'types/Db/methods/from'],
    ['types/Db/methods/from/description', undefined, 'types.Db.methods.from', 'types/Db/methods/from'],
    ['types/Db/methods/rows/misdeclared', 7, 'types.Db.methods.rows.misdeclared', 'types/Db/methods/rows/misdeclared'],
    ['types/Db/methods/from', 'lazy', 'types.Db.methods.from', 'types/Db/methods/from'],
    ['types/Db/methods/from/verb', '', 'types.Db.methods.from.verb', 'types/Db/methods/from/verb'],
    ['types/Db/methods/from/docs', 7, 'types.Db.methods.from.docs', 'types/Db/methods/from/docs'],
    ['types/Db/methods/from/speed', 'high', 'types.Db.methods.from.speed', 'types/Db/methods/from/speed'],
    ['types/Db/methods/close/promise', 'yes', 'types.Db.methods.close.promise', 'types/Db/methods/close/promise'],
    [
      'types/Db/methods/all/variants/sync/execution',
      'slow',
      'types.Db.methods.all.variants.sync.execution',
      'types/Db/methods/all',
    ],
    [
      'types/Db/methods/transaction/transaction/callback',
      -1,
      'types.Db.methods.transaction.transaction.callback',
      'types/Db/methods/transaction/transaction',
    ],
    [
      'types/Db/methods/transaction/transaction/outside',
      'Query',
      'types.Db.methods.transaction.transaction.outside',
      'types/Db/methods/transaction/transaction/outside',
    ],
    ['batch/INSERT', 7, 'batch.INSERT', 'batch/INSERT'],
    ['types/Db/methods/from/batched', 'yes', 'types.Db.methods.from.batched', 'types/Db/methods/from/batched'],
    [
      'types/Db/methods/transaction/callbacks/0',
      'Db',
      'types.Db.methods.transaction.callbacks.0',
      'types/Db/methods/transaction/callbacks/0',
    ],
    ['types/Db/variants', 'sync', 'types.Db.variants', 'types/Db/variants'],
    ['types/Query/serial', 'yes', 'types.Query.serial', 'types/Query/serial'],
    ['types/Db/leftOut/on', '', 'types.Db.leftOut.on', 'types/Db/leftOut/on'],
    ['types/Query/thenable/secondAwait', 'maybe', 'types.Query.thenable.secondAwait', 'types/Query/thenable'],
    ['types/Query/methods', undefined, 'types.Query', 'types/Query'],
    ['types/Sql/hidden', 1, 'types.Sql.hidden', 'types/Sql/hidden'],
    ['modules/@acme~db/Db/type', 'a type', 'modules["@acme/db"].Db.type', 'modules/@acme~db/Db'],
    ['modules/@acme~db', [], 'modules["@acme/db"]', 'modules/@acme~db'],
    ['packages/0/versions', 'new ones', 'packages[0].versions', 'packages/0'],
  ];
  test.each(cases)('%s: %j', (change, to, path, gone) => {
    const json = changed(at(change).map(slashes), to);
    const { catalog, problems } = validateCatalog(json);
    expect(problems.map((problem) => problem.path)).toContain(path);
    expect(valueAt(catalog, at(gone).map(slashes))).toBeUndefined();
    expect(catalog?.types['Sql']?.tag).toEqual({ execution: 'lazy', description: 'Builds SQL.' });
    expect(schemaProblems(json)).not.toEqual([]);
  });
});

describe('an entry that contradicts others is named and left out', () => {
  const cases: readonly (readonly [change: string, to: unknown, path: string, message: string])[] = [
    ['types/Db/methods/from/returns', 'Rows', 'types.Db.methods.from', 'no type "Rows"'],
    ['types/Db/methods/from/returns', 'Query[]', 'types.Db.methods.from', 'deferred method'],
    ['types/Db/methods/from/execution', 'lazy', 'types.Db.methods.from', '"Query" has a "thenable"'],
    ['types/Db/methods/from/execution', 'executing', 'types.Db.methods.from', '"Query" has a "thenable"'],
    ['types/Query/methods/where/execution', 'lazy', 'types.Query.methods.where', '"Query" has a "thenable"'],
    ['types/Query/thenable', undefined, 'types.Query.methods.where', 'deferred method'],
    ['types/Db/methods/close/execution', 'blocking', 'types.Db.methods.close', 'asyncEquivalent'],
    ['types/Db/methods/close/eager', true, 'types.Db.methods.close', 'Only a streaming method'],
    ['types/Db/methods/close/asyncEquivalent', null, 'types.Db.methods.close', 'Only a method that blocks'],
    ['types/Db/methods/all/variants/sync/asyncEquivalent', undefined, 'types.Db.methods.all', 'asyncEquivalent'],
    ['types/Db/methods/raw/otherVersions/>=4/returns', 'Sql', 'types.Db.methods.raw', 'deferred method'],
    ['types/Db/methods/transaction/callbacks/0', ['Nobody'], 'types.Db.methods.transaction', 'no type "Nobody"'],
    [
      'types/Db/methods/transaction/transaction/outside',
      ['Nobody'],
      'types.Db.methods.transaction',
      'no type "Nobody"',
    ],
    ['parameters/db', 'Nobody', 'parameters.db', 'no type "Nobody"'],
    ['types/Db/properties/*', 'Nobody', 'types.Db.properties["*"]', 'no type "Nobody"'],
    ['types/Sql/tag/returns', 'Nobody', 'types.Sql.tag', 'no type "Nobody"'],
    ['modules/@acme~db/Db/type', 'Nobody', 'modules["@acme/db"].Db.type', 'no type "Nobody"'],
    ['modules/@acme~db/connect/resolves', 'Db@fast', 'modules["@acme/db"].connect.resolves', 'no variant "fast"'],
    ['modules/@acme~db/Db', {}, 'modules["@acme/db"].Db', 'Say what it is'],
  ];
  test.each(cases)('%s: %j', (change, to, path, message) => {
    const { catalog, problems } = validateCatalog(changed(at(change).map(slashes), to));
    expect(problems).toContainEqual({ path, message: expect.stringContaining(message) as string });
    expect(Object.keys(catalog?.types ?? {})).toEqual(['Db', 'Query', 'Sql']);
    expect(catalog?.types['Db']?.methods['many']).toBeDefined();
  });

  test('a variant that the type does not have', () => {
    const json = changed(at('types/Db/methods/all/variants'), { fast: { verb: 'SELECT' } });
    expect(validateCatalog(json).problems).toEqual([
      { path: 'types.Db.methods.all.variants.fast', message: '"Db" has no variant "fast".' },
    ]);
  });

  test('a type that extends itself by way of another loses one of the two', () => {
    const json = sound();
    Object.assign(
      json,
      { types: { A: derived('B'), B: derived('A'), C: derived('B') } },
      { modules: {}, parameters: {} },
    );
    const { catalog, problems } = validateCatalog(json);
    expect(problems).toEqual([{ path: 'types.A.extends[0]', message: '"B" extends "A" itself.' }]);
    expect(extended(catalog)).toEqual({ A: [], B: ['A'], C: ['B'] });
  });

  test('a base that does not exist is left out, and the other stays', () => {
    const json = changed(['types', 'A'], derived('Nobody', 'Query'));
    const { catalog, problems } = validateCatalog(json);
    expect(problems.map(({ path }) => path)).toEqual(['types.A.extends[0]']);
    expect(catalog?.types['A']?.extends).toEqual(['Query']);
  });

  test('a name both catalogued and left out is told, and stays catalogued', () => {
    const { catalog, problems } = validateCatalog(changed(at('types/Db/leftOut/from'), 'No reason.'));
    expect(problems.map(({ path }) => path)).toEqual(['types.Db.leftOut.from']);
    expect(catalog?.types['Db']?.methods['from']).toBeDefined();
  });
});

describe('a range of versions', () => {
  const rangeIs = (versions: string): boolean =>
    validateCatalog(changed(at('packages/0/versions'), versions)).problems.length === 0;

  test.each([
    '1',
    '1.x',
    '*',
    '^1.2.3',
    '~0.45',
    '>=0.27 <0.30',
    '>= 6',
    '1.0 - 2.0',
    '<1 || >=1.0.0-0',
    'v2.0.0-beta.1',
  ])('may be %s', (versions) => {
    expect(rangeIs(versions)).toBe(true);
  });
  test.each(['latest', '>', '1.2.3.4', '1,2', '>=1 and <2', '||', `${'1'.repeat(50)}!`, `1${' '.repeat(50)}!`])(
    'can not be %s',
    (versions) => {
      expect(rangeIs(versions)).toBe(false);
    },
  );
});

describe('without its main fields there is no catalog', () => {
  test.each(['library', 'title', 'language', 'packages', 'docs', 'modules', 'types'])('%s', (field) => {
    const json = changed([field], undefined);
    expect(validateCatalog(json)).toEqual({
      catalog: undefined,
      problems: [{ path: '', message: `The field "${field}" is missing.` }],
    });
    expect(schemaProblems(json)).not.toEqual([]);
  });

  test.each([null, 'a catalog', [], 7])('%j', (json) => {
    expect(validateCatalog(json)).toEqual({
      catalog: undefined,
      problems: [{ path: '', message: 'Expected an object.' }],
    });
  });
});

function derived(...bases: readonly string[]): object {
  return { description: 'A type.', extends: bases, methods: {} };
}

function extended(catalog: Catalog | undefined): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(catalog?.types ?? {}).map(([name, type]) => [name, type.extends ?? []]));
}

/** In the tables above `~` stands for a slash inside a key. */
function slashes(key: string): string {
  return key.replace('~', '/');
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (found as Record<string, unknown> | undefined)?.[key], value);
}
