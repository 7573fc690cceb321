/** The proof finds every kind of false claim: a small library is run against catalogs that lie about it. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Catalog, CatalogType, Method } from '../../server/src/catalogs/schema.ts';
import { SendLog } from './observe.ts';
import type * as Proving from './prove.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const log = new SendLog();

/** A query that `execute` and `all` send, and awaiting sends not. */
class Query {
  #sql = 'select 1';
  where(use: (this: Row, row: Row) => unknown): this {
    const row = new Row();
    use.call(row, row);
    return this;
  }
  copy(): Query {
    return new Query();
  }
  limit(): this {
    this.#sql += ' limit 1';
    return this;
  }
  compile(): { readonly sql: string } {
    return { sql: this.#sql };
  }
  execute(): Promise<unknown[]> {
    log.sent(this.#sql);
    return Promise.resolve([]);
  }
  all(): unknown[] {
    log.sent(this.#sql);
    return [];
  }
  *stream(): Generator<number> {
    log.sent(this.#sql);
    yield 1;
  }
}

class Row {
  id(): number {
    return 1;
  }
}

/** A query that awaiting sends, every time. */
class Thenable {
  // oxlint-disable-next-line unicorn/no-thenable -- what the proof is about
  then(fulfilled: (rows: unknown[]) => unknown): void {
    log.sent('select 1');
    fulfilled([]);
  }
}

class Db {
  readonly row = new Row();
  query(): Query {
    return new Query();
  }
  find(): Thenable {
    return new Thenable();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
  /** Sends a query object and hands it back, as it does anything else that it is given. */
  send(query: object): object {
    log.sent('select 1');
    return query instanceof Query ? query : new Query();
  }
  ask(_sql: string, done?: (rows: unknown[]) => unknown): unknown {
    log.sent('select 1');
    return done ? void done([]) : Promise.resolve([]);
  }
  pass(use: (query: Query) => unknown): unknown {
    return use(new Query());
  }
  begin(): Promise<void> {
    log.sent('begin');
    return Promise.resolve();
  }
  /** Only makes the function that runs the one that is given, and the transaction around it. */
  transaction(work: () => unknown): () => unknown {
    return () => {
      log.sent('begin');
      return work();
    };
  }
}

const method = (fact: Omit<Method, 'description'>): Method => ({ description: 'Does something.', ...fact });
const type = (fact: Partial<CatalogType>): CatalogType => ({ description: 'Something.', methods: {}, ...fact });

const TRUE: Readonly<Record<string, CatalogType>> = {
  Db: type({
    properties: { row: 'Row' },
    methods: {
      query: method({ execution: 'lazy', returns: 'Query', verb: 'SELECT' }),
      find: method({ execution: 'deferred', returns: 'Thenable', verb: 'SELECT' }),
      close: method({ execution: 'local', promise: true }),
      send: method({ execution: 'executing', handsBack: 0 }),
      ask: method({ execution: 'executing', takesCallback: true }),
      pass: method({ execution: 'lazy', resultOf: 0, callbacks: { 0: ['Query'] } }),
      begin: method({ execution: 'executing' }),
      transaction: method({ execution: 'lazy', transaction: { callback: 0 } }),
    },
  }),
  Query: type({
    mutable: true,
    methods: {
      where: method({ execution: 'lazy', returns: 'this', callbacks: { 0: ['Row'] }, callbackThis: { 0: 'Row' } }),
      copy: method({ execution: 'lazy', returns: 'this', copies: true }),
      limit: method({ execution: 'lazy', returns: 'this' }),
      compile: method({ execution: 'local' }),
      execute: method({ execution: 'executing' }),
      all: method({ execution: 'blocking' }),
      stream: method({ execution: 'streaming' }),
    },
  }),
  Thenable: type({ thenable: { secondAwait: 'reruns' } }),
  Row: type({
    methods: { id: method({ execution: 'local' }), missing: method({ execution: 'local', versions: '<1' }) },
  }),
};

const subject: Proving.Subject = {
  version: '1.0.0',
  quiet: 1,
  log,
  open: () => ({ close: () => undefined }),
  receivers: {
    Db: () => [new Db()],
    Query: () => [new Query()],
    Thenable: () => [new Thenable()],
    Row: () => [new Row()],
  },
  calls: {
    Db: {
      pass: () => [(query: Query) => query],
      send: () => [new Query()],
      ask: [() => ['select 1'], () => ['select 1', () => {}]],
      transaction: () => [() => log.sent('select 1')],
    },
    Query: { where: () => [(row: Row) => row.id()] },
  },
  modules: {},
};

/** The true catalog with other facts about one method; `undefined` leaves one out. */
function lying(typeName: string, name: string, facts: Record<string, unknown>): Readonly<Record<string, CatalogType>> {
  const honest = TRUE[typeName] ?? type({});
  const changed = { ...honest.methods[name], ...facts } as Method;
  return { ...TRUE, [typeName]: { ...honest, methods: { ...honest.methods, [name]: changed } } };
}

function prove(types: Readonly<Record<string, CatalogType>>): Promise<Proving.Report> {
  const catalog: Catalog = {
    library: 'small',
    title: 'Small',
    language: 'typescript',
    packages: [{ name: 'small', versions: '>=1' }],
    docs: 'https://example.org/',
    modules: {},
    types,
  };
  return proving.prove(catalog, subject);
}

let proving: typeof Proving;
beforeAll(async () => {
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/setup.mjs'), 'test/packages'], { stdio: 'inherit' });
  proving = await import('./prove.ts');
}, 600_000);

test('a true catalog is proved', async () => {
  expect(await prove(TRUE)).toEqual({
    version: '1.0.0',
    calls: 17,
    methods: 16,
    sending: 7,
    disagreements: [],
    unproved: [],
    unprovedSending: 0,
    uncalled: [],
    absent: [],
    valueless: [],
  });
});

describe('a false claim is told with what the run did', () => {
  const sends = { query: 'lazy', find: 'deferred', execute: 'executing', all: 'blocking', stream: 'streaming' };
  const claims = Object.entries(sends).flatMap(([name, truth]) =>
    ['lazy', 'deferred', 'executing', 'blocking', 'streaming', 'local']
      // What sends nothing is told apart by what it returns, not by when it sends.
      .filter((execution) => execution !== truth && !(name === 'query' && execution === 'local'))
      .map((execution) => [name, execution] as const),
  );
  test.each(claims)('%s is %s', async (name, execution) => {
    const owner = name in (TRUE['Db']?.methods ?? {}) ? 'Db' : 'Query';
    const { disagreements } = await prove(lying(owner, name, { execution }));
    expect(disagreements.join('\n')).toContain(`1.0.0 ${owner}.${name}: the catalog says ${execution}`);
  });

  const others: readonly (readonly [what: string, Readonly<Record<string, CatalogType>>, says: string])[] = [
    ['the type of a result', lying('Db', 'query', { returns: 'Row' }), 'Db.query: the result is no Row: it has no id'],
    ['the verb', lying('Db', 'query', { verb: 'DELETE' }), 'a DELETE; the statement is select 1'],
    [
      'a promise',
      lying('Db', 'close', { promise: false }),
      'Db.close: the catalog says local; the run returned a promise',
    ],
    [
      'an argument that comes back',
      lying('Db', 'send', { handsBack: 1 }),
      'Db.send: the catalog says executing; the run returned a Query',
    ],
    [
      'a callback that takes the result',
      lying('Db', 'ask', { takesCallback: false }),
      'Db.ask: the catalog says executing; the run returned undefined',
    ],
    [
      'when it runs for a callback',
      lying('Db', 'ask', { execution: 'streaming' }),
      'Db.ask: the catalog says streaming; the run sent in the call',
    ],
    [
      'a callback',
      lying('Query', 'where', { callbacks: { 0: ['Db'] } }),
      'Query.where: parameter 0 of the function at 0',
    ],
    [
      'what it runs',
      lying('Db', 'begin', { runsArguments: true }),
      'Db.begin: the catalog says that it runs what it is given; nothing of that was sent',
    ],
    [
      'the `this` of a callback',
      lying('Query', 'where', { callbackThis: { 0: 'Db' } }),
      'Query.where: `this` of the function at 0 is no Db',
    ],
    [
      'a builder for a copy',
      lying('Query', 'where', { copies: true }),
      'Query.where: the catalog says that it gives a copy',
    ],
    [
      'a copy for the builder',
      lying('Query', 'copy', { copies: false }),
      'that it gives the builder itself; it does not',
    ],
    [
      'when a stream is sent',
      lying('Query', 'stream', { eager: true }),
      'the catalog says streaming; the run sent on it',
    ],
    ['whose result it is', lying('Query', 'where', { resultOf: 0 }), 'its result is not what the function returned'],
    [
      'a method',
      lying('Db', 'other', { execution: 'local', description: 'Does.' }),
      'Db.other: it threw: it has no other',
    ],
    [
      'the versions',
      lying('Query', 'all', { versions: '<1' }),
      'it has all, which the catalog says this version lacks',
    ],
    [
      'what is thrown',
      lying('Query', 'all', { description: 'Throws.' }),
      'the catalog says that it throws; it did not',
    ],
    [
      'what changes a builder',
      { ...TRUE, Query: { ...TRUE['Query'], mutable: false } as CatalogType },
      'Query.limit: the catalog says that the builder never changes',
    ],
    [
      'a second await',
      { ...TRUE, Thenable: type({ thenable: { secondAwait: 'cached' } }) },
      'a second await is cached; in the run it was reruns',
    ],
    [
      'a second await that throws',
      { ...TRUE, Thenable: type({ thenable: { secondAwait: 'throws' } }) },
      'a second await is throws; in the run it was reruns',
    ],
    [
      'a property',
      { ...TRUE, Db: { ...TRUE['Db'], properties: { row: 'Query' } } as CatalogType },
      'the property row is no Query',
    ],
    [
      'a type',
      { ...TRUE, Stray: type({ methods: { a: method({ execution: 'lazy' }) } }) },
      'Stray: the proof has no value of it',
    ],
  ];
  test.each(others)('%s', async (_what, types, says) => {
    const { disagreements } = await prove(types);
    expect(disagreements.join('\n')).toContain(says);
  });

  test('a callback that nobody called', async () => {
    const report = await prove(lying('Query', 'where', { callbacks: { 1: ['Row'] } }));
    expect(proving.uncalledByAll([report])).toEqual(['Query.where: no function at 1 was called']);
  });
});
