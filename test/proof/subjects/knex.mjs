/** How to run each method of Knex on SQLite, and on other dialects that tell what they would send. */
import { createRequire } from 'node:module';
import { Writable } from 'node:stream';
import { knexCalls } from './knexCalls.mjs';
import { SendLog } from '../observe.ts';
import { recorder } from '../taps/recorder.mjs';
import { tapPrepare } from '../taps.ts';

const require = createRequire(new URL('../../packages/knex/package.json', import.meta.url));
const log = new SendLog();
tapPrepare(require('better-sqlite3'), log.sent);

const TABLES = [
  'create table person (id integer primary key, name text, age integer, data text)',
  'create table pet (id integer primary key, owner_id integer, name text)',
  `insert into person (id, name, age, data) values (1, 'Ada', 36, '{"a":[1]}')`,
];

/** Knex warns of what a dialect does not do. */
const SILENT = { warn() {}, error() {}, deprecate() {}, debug() {} };

/** The proof's subjects: the versions of Knex under the names they are installed by. */
export function subjects() {
  return ['knex', 'knex-2', 'knex-1'].map(subject);
}

function subject(installed) {
  const knex = require(installed);
  const { version } = require(`${installed}/package.json`);
  const postgres = recorder(require(`${installed}/lib/dialects/postgres`), { rows: [], fields: [] }, log.sent);
  const cockroach = recorder(require(`${installed}/lib/dialects/cockroachdb`), { rows: [], fields: [] }, log.sent);
  const mysql = recorder(require(`${installed}/lib/dialects/mysql`), [[], []], log.sent);
  return {
    version,
    // A connection comes out of the pool in the next tick, and `batchInsert` waits for a millisecond more.
    quiet: 4,
    log,
    open: () => open(knex, { pg: postgres, my: mysql, cockroach }),
    receivers: RECEIVERS,
    inside: { Transaction: inTransaction },
    calls: knexCalls(() => new Writable({ objectMode: true, write: (row, encoding, done) => done() })),
    after: AFTER,
    modules: { knex },
    either: { ReferencingColumnBuilder: ['ForeignKeyTarget', 'ReferencedColumnBuilder'] },
  };
}

/** A client on SQLite, and those that reach no database. */
async function open(knex, dialects) {
  const connection = { connection: ':memory:', pool: { min: 1, max: 1 } };
  const db = knex({ client: 'better-sqlite3', useNullAsDefault: true, ...connection, log: SILENT });
  const others = Object.entries(dialects).map(([name, client]) => [
    name,
    knex({ client, connection: {}, log: SILENT }),
  ]);
  for (const statement of TABLES) await db.raw(statement);
  const clients = { db, ...Object.fromEntries(others) };
  return { ...clients, close: () => Promise.all(Object.values(clients).map((client) => client.destroy())) };
}

/** The transaction is over when it is committed, which may be before `use` is. */
async function inTransaction({ db }, use) {
  const uses = [];
  await db
    .transaction((trx) => {
      uses.push(use(trx));
      return uses[0];
    })
    .catch(() => undefined);
  await Promise.all(uses);
}

/** What a function that describes a table or a view is handed; it is called when the statement is compiled. */
const described = (describe) => (world) => {
  let caught;
  world.compile = () => describing.toSQL();
  const describing = describe(world, (builder) => {
    caught ??= builder;
  });
  world.compile();
  return [caught];
};

/** A value of each type, in a box. */
const RECEIVERS = {
  Knex: ({ db }) => [db],
  TransactionProvider: ({ db }) => [db.transactionProvider()],
  QueryBuilder: ({ db }) => [db('person')],
  OnConflictQueryBuilder: ({ db }) => [db('person').insert({ id: 1, name: 'Ada' }).onConflict('id')],
  JoinClause: described(({ db }, use) => db('person').join('pet', use)),
  AnalyticClause: described(({ db }, use) => db('person').rank('r', use)),
  Raw: ({ db }) => [db.raw('select 1')],
  Ref: ({ db }) => [db.ref('person.id')],
  Sql: ({ db }) => [db('person').toSQL()],
  SchemaBuilder: ({ db }) => [db.schema],
  TableBuilder: described(({ pg }, use) => pg.schema.alterTable('person', use)),
  ColumnBuilder: described(({ pg }, use) => pg.schema.alterTable('person', (table) => use(table.integer('n')))),
  ForeignKeyTarget: described(({ pg }, use) =>
    pg.schema.alterTable('person', (table) => use(table.integer('n').references('id'))),
  ),
  ForeignKeyActions: described(({ pg }, use) =>
    pg.schema.alterTable('pet', (table) => use(table.foreign('n').references('id').inTable('person'))),
  ),
  ReferencedColumnBuilder: described(({ pg }, use) =>
    pg.schema.alterTable('person', (table) => use(table.integer('n').references('id').inTable('person'))),
  ),
  ForeignConstraintBuilder: described(({ pg }, use) => pg.schema.alterTable('pet', (table) => use(table.foreign('n')))),
  ForeignKeyBuilder: described(({ pg }, use) =>
    pg.schema.alterTable('pet', (table) => use(table.foreign('n').references('id'))),
  ),
  ViewBuilder: described(({ pg }, use) =>
    pg.schema.createView('v', (view) => {
      view.as(pg('person'));
      use(view);
    }),
  ),
  FunctionHelper: ({ db }) => [db.fn],
  Migrator: ({ db }) => [db.migrate],
  Seeder: ({ db }) => [db.seed],
};

/** Functions that describe something are called when the statement is compiled. */
const compile = (builder, world) => {
  if (world.compile) world.compile();
  else builder.toSQL();
};
/** A transaction that is left open holds the only connection. */
const end = async (result) => {
  const client = await result;
  if (client?.isTransaction && !client.isCompleted()) await client.rollback();
};
const closed = async (stream) => {
  // Knex 1 never closes its streams, and gives the connection back at their end, to which one that was left early
  // comes no more.
  if (stream.destroyed && !stream.closed) stream.emit('end');
  else if (!(stream.readableEnded ?? stream.writableFinished))
    await new Promise((done) => ['end', 'finish', 'error', 'close'].forEach((event) => stream.on(event, done)));
  await new Promise(setImmediate);
};
const AFTER = Object.fromEntries(
  ['where', 'andWhere', 'orWhere', 'whereNot', 'andWhereNot', 'orWhereNot', 'from', 'table', 'alterTable']
    .concat(['with', 'withRecursive', 'withMaterialized', 'withNotMaterialized', 'withWrapped', 'union', 'unionAll'])
    .concat(['on', 'andOn', 'orOn', 'onExists', 'andOnExists', 'orOnExists'])
    .concat(['onNotExists', 'andOnNotExists', 'orOnNotExists'])
    .map((method) => [method, compile])
    .concat([
      ['transaction', end],
      ['(call)', end],
      // A stream that nobody reads holds it too.
      ['stream', (stream) => closed(stream.resume())],
      ['pipe', closed],
    ]),
);
