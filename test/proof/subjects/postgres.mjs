/** How to run each method of postgres.js on Postgres. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SendLog } from '../observe.ts';
import { tapPostgres } from '../taps/postgres.ts';

const packages = new URL('../../packages/postgres/package.json', import.meta.url);
const postgres = createRequire(packages)('postgres');
const log = new SendLog();
const tap = await tapPostgres(log.sent);
export const close = () => tap.close();

const TABLES = `
  create table person (id integer primary key, name text);
  insert into person values (1, 'Ada'), (2, 'Grace');`;

/** The proof's subjects: the installed postgres.js. */
export function subjects() {
  return [
    {
      version: JSON.parse(readFileSync(new URL('node_modules/postgres/package.json', packages), 'utf8')).version,
      quiet: 20,
      patience: 2000,
      log,
      open,
      receivers: RECEIVERS,
      inside: { TransactionSql: ({ sql }, use) => sql.begin(use).catch(unlessDisabled) },
      calls: CALLS,
      modules: { postgres: { default: postgres } },
    },
  ];
}

/** The database behind the tap has no transactions in two phases. */
function unlessDisabled(error) {
  if (!error.message.includes('prepared transactions are disabled')) throw error;
}

async function open() {
  await tap.reset(TABLES);
  const sql = postgres(tap.url, { max: 2, fetch_types: false, onnotice: () => {} });
  // Both connections are opened first, since the moment of sending would depend on that.
  await Promise.all([sql`select 0`, sql`select 0`]);
  // What a call has left running is cut with its connection.
  return { sql, close: () => sql.end({ timeout: 0 }).catch(() => {}) };
}

const RECEIVERS = {
  Sql: ({ sql }) => [sql],
  ReservedSql: async ({ sql }) => [await sql.reserve()],
  PendingQuery: ({ sql }) => {
    const query = sql`select * from person`;
    // That a cancelled query fails is of no interest; its own methods would send it.
    void Promise.prototype.then.call(query, undefined, () => {});
    return [query];
  },
  Helper: ({ sql }) => [sql('person')],
  LargeObject: async ({ sql }) => [await sql.largeObject()],
};

const template = Object.assign(['select * from person'], { raw: ['select * from person'] });
const work = [(tx) => tx`update person set name = 'Ada'`, (tx) => [tx`select 1`, tx`select 2`]];

const CALLS = {
  ISql: {
    '(call)': [() => ['person'], () => [{ name: 'Ada' }], () => [[{ name: 'Ada' }], 'name']],
    '(tag)': () => [template],
    unsafe: [() => ['select 1'], () => ['select $1::integer', [1]]],
    file: () => [new URL('postgres.sql', import.meta.url)],
    notify: () => ['channel', 'text'],
    array: () => [[1]],
    json: () => [{}],
    typed: () => [1, 23],
    types: () => [1, 23],
  },
  Sql: {
    begin: [...work.map((fn) => () => [fn]), ...work.map((fn) => () => ['read write', fn])],
    listen: () => ['channel', () => {}],
    end: () => [{ timeout: 0 }],
  },
  TransactionSql: {
    savepoint: [...work.map((fn) => () => [fn]), ...work.map((fn) => () => ['name', fn])],
    prepare: () => ['name'],
  },
  PendingQuery: {
    cursor: [() => [], () => [1], () => [() => {}], () => [1, () => {}]],
    forEach: () => [() => {}],
  },
  LargeObject: {
    read: () => [1],
    write: () => [Buffer.from('text')],
    truncate: () => [0],
    seek: () => [0],
  },
};
