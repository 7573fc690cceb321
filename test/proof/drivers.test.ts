/** A library whose values depend on the driver: two drivers prove a catalog together, and nothing is left between them. */
import { expect, test } from 'vitest';
import type { Catalog, CatalogType, Method } from '../../server/src/catalogs/schema.ts';
import { absentFromAll } from './drivers.ts';
import { SendLog } from './observe.ts';
import { prove, type Subject } from './prove.ts';

const log = new SendLog();

/** What both drivers have; `all` blocks with one, and gives a promise with the other. */
class Base {
  readonly own = { id: (): number => 1 };
  where(): this {
    return this;
  }
}

class Sync extends Base {
  all(): unknown[] {
    log.sent('select 1');
    return [];
  }
}

class Async extends Base {
  readonly client = { id: (): number => 1 };
  all(): Promise<unknown[]> {
    log.sent('select 1');
    return Promise.resolve([]);
  }
  batch(): Promise<unknown[]> {
    return this.all();
  }
}

const method = (fact: Omit<Method, 'description'>): Method => ({ description: 'Does something.', ...fact });
const type = (fact: Partial<CatalogType>): CatalogType => ({ description: 'Something.', methods: {}, ...fact });

const TYPES: Readonly<Record<string, CatalogType>> = {
  Base: type({
    properties: { own: 'Row', client: 'Row' },
    methods: { where: method({ execution: 'lazy', returns: 'this' }) },
  }),
  Query: type({
    extends: ['Base'],
    methods: {
      all: method({ execution: 'blocking', variants: { async: { execution: 'executing' } } }),
      batch: method({ execution: 'executing' }),
    },
  }),
  Client: type({ methods: { close: method({ execution: 'local' }) } }),
  Row: type({ methods: { id: method({ execution: 'local' }) } }),
};

function catalogWith(types: Readonly<Record<string, CatalogType>>): Catalog {
  const packages = [{ name: 'small', versions: '>=1' }];
  const about = { library: 'small', title: 'Small', docs: 'https://example.org/', modules: {}, packages } as const;
  return { ...about, language: 'typescript', types };
}

const shared = { version: '1.0.0', quiet: 1, log, open: () => ({ close: () => undefined }), calls: {}, modules: {} };
const row = (): readonly [unknown] => [new Base().own];
const client = { close: (): void => undefined };
const sync: Subject = { ...shared, driver: 'a', variant: 'sync', receivers: { Query: () => [new Sync()], Row: row } };
const async: Subject = {
  ...shared,
  driver: 'b',
  variant: 'async',
  receivers: { Query: () => [new Async()], Client: () => [client], Row: row },
};

test('what one driver lacks is proved with the other', async () => {
  const reports = [await prove(catalogWith(TYPES), sync), await prove(catalogWith(TYPES), async)];
  expect(reports.map(({ disagreements, absent, valueless }) => [disagreements, absent, valueless])).toEqual([
    [[], ['Query.batch', 'Base.client'], ['Client']],
    [[], [], []],
  ]);
  expect(absentFromAll(reports)).toEqual([]);
});

test('what no driver has is told', async () => {
  const reports = [await prove(catalogWith(TYPES), sync)];
  expect(absentFromAll(reports)).toEqual([
    "1.0.0 Query.batch: no driver's values have it",
    "1.0.0 Base.client: no driver's values have it",
    'Client: the proof has no value of it',
  ]);
});

test('another version does not have it for this one, but may have the only value of a type', async () => {
  const other = await prove(catalogWith(TYPES), { ...async, version: '2.0.0' });
  expect(absentFromAll([await prove(catalogWith(TYPES), sync), other])).toEqual([
    "1.0.0 Query.batch: no driver's values have it",
    "1.0.0 Base.client: no driver's values have it",
  ]);
});

test('a false claim is told with the driver', async () => {
  const { disagreements } = await prove(catalogWith(TYPES), { ...sync, variant: 'async' });
  expect(disagreements).toContain('1.0.0 a Query.all: the catalog says executing; the run returned a Array');
});
