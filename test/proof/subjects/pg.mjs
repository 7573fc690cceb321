/** How to run each method of pg, and of the packages that go with it, on Postgres. */
import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { SendLog } from '../observe.ts';
import { tapPostgres } from '../taps/postgres.ts';

const require = createRequire(new URL('../../packages/pg/package.json', import.meta.url));
const pg = require('pg');
const Cursor = require('pg-cursor');
const QueryStream = require('pg-query-stream');
const copy = require('pg-copy-streams');

const TABLES = `
  create table person (id integer primary key, name text);
  insert into person values (1, 'Ada'), (2, 'Grace');`;
const SELECT = 'select * from person where id = $1';

const log = new SendLog();
const tap = await tapPostgres(log.sent);
export const close = () => tap.close();

/** The proof's subjects: the installed pg. */
export function subjects() {
  return [
    {
      version: require('pg/package.json').version,
      quiet: 25,
      patience: 2000,
      log,
      open,
      receivers: RECEIVERS,
      calls: CALLS,
      modules: { pg, 'pg-copy-streams': copy },
    },
  ];
}

async function open() {
  await tap.reset(TABLES);
  const pool = new pg.Pool({ connectionString: tap.url, max: 2 });
  const client = new pg.Client(tap.url);
  // Connections that are still in use when the world is closed are cut, of which they tell.
  for (const emitter of [pool, client]) emitter.on('error', () => {});
  pool.on('connect', (taken) => taken.on('error', () => {}));
  await client.connect();
  return { pool, client, close: () => [pool, client].forEach((open) => open.end().catch(() => {})) };
}

/** Such an object tells of its error, that its connection is cut, by an event. */
const submitted = (query) => query.on('error', () => {});

const RECEIVERS = {
  Pool: ({ pool }) => [pool],
  Client: ({ client }) => [client],
  PoolClient: async ({ pool }) => [await pool.connect()],
  Query: () => [new pg.Query('select 1')],
  Cursor: async ({ client }) => {
    log.clear();
    const cursor = client.query(submitted(new Cursor('select * from person')));
    while (log.statements.length === 0) await setImmediate();
    return [cursor];
  },
  QueryStream: () => [new QueryStream('select * from person')],
  CopyStream: () => [copy.to('copy person to stdout')],
};

const query = [
  () => ['select * from person'],
  () => [SELECT, [1]],
  () => [{ text: SELECT, values: [1] }],
  () => [{ name: 'one', text: SELECT, values: [1] }],
  () => ['select * from person', () => {}],
  () => [SELECT, [1], () => {}],
];

const CALLS = {
  Pool: {
    query,
    connect: [() => [], () => [(_error, _client, release) => release()]],
    end: [() => [], () => [() => {}]],
  },
  ClientBase: {
    query: [
      ...query,
      () => [submitted(new pg.Query('select 1'))],
      () => [submitted(new pg.Query('select 1', () => {}))],
      () => [submitted(new Cursor('select * from person'))],
      () => [submitted(new QueryStream('select * from person'))],
      () => [submitted(copy.to('copy person to stdout'))],
    ],
    connect: [() => [], () => [() => {}]],
    escapeIdentifier: () => ['a name'],
    escapeLiteral: () => ['a text'],
    setTypeParser: () => [23, Number],
    getTypeParser: () => [23],
  },
  Client: { end: [() => [], () => [() => {}]] },
  Cursor: { read: [() => [1], () => [1, () => {}]], close: [() => [], () => [() => {}]] },
};
