/** How to run each method of Kysely on SQLite. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { kyselyCalls } from './kyselyCalls.mjs';
import { SendLog } from '../observe.ts';
import { tapPrepare } from '../taps.ts';

const { resolve } = createRequire(new URL('../../packages/package.json', import.meta.url));
const load = (name) => import(pathToFileURL(resolve(name)));
const { default: Database } = await load('better-sqlite3');

const log = new SendLog();
tapPrepare(Database, log.sent);

const TABLES = `
  create table person (id integer primary key, name text, age integer, data text);
  create table pet (id integer primary key, owner_id integer, name text);
  insert into person (id, name, age, data) values (1, 'Ada', 36, '{"a":[1]}');
  insert into pet (id, owner_id, name) values (1, 1, 'Byron');`;

/** The proof's subjects: the versions of Kysely under the names they are installed by. */
export async function subjects() {
  return Promise.all(['kysely', 'kysely-0.28', 'kysely-0.27'].map(subject));
}

async function subject(installed) {
  const kysely = await load(installed);
  const manifest = new URL(`../../packages/node_modules/${installed}/package.json`, import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const has = (other) => version.localeCompare(other, 'en', { numeric: true }) >= 0;
  const migration = has('0.29') ? await load(`${installed}/migration`) : kysely;
  const helpers = await load(`${installed}/helpers/postgres`);
  return {
    version,
    quiet: 2,
    log,
    open: () => open(kysely, migration),
    receivers: receivers(kysely),
    inside: { Transaction: ({ db }, use) => db.transaction().execute(use) },
    calls: kyselyCalls(kysely.sql, has),
    modules: { kysely, ...(has('0.28') ? { 'kysely/helpers/*': helpers } : {}) },
    either: { ColumnReference: ['ExpressionWrapper', 'JSONPathBuilder'] },
  };
}

function open(kysely, migration) {
  const database = new Database(':memory:');
  database.exec(TABLES);
  const db = new kysely.Kysely({ dialect: new kysely.SqliteDialect({ database }) });
  const migrator = new migration.Migrator({
    db,
    provider: {
      getMigrations: () => ({
        one: {
          up: (trx) => trx.schema.createTable('t').addColumn('id', 'integer').execute(),
          down: (trx) => trx.schema.dropTable('t').execute(),
        },
      }),
    },
  });
  return { db, migrator, eb: kysely.expressionBuilder(), close: () => db.destroy() };
}

/** A value of each type, in a box. */
function receivers({ sql, Command }) {
  const select = ({ db }) => [db.selectFrom('person').selectAll()];
  const merge = ({ db }) => db.mergeInto('person').using('pet', 'pet.owner_id', 'person.id');
  const alter = ({ db }) => db.schema.alterTable('person');
  /** A builder that exists only as a callback's parameter. */
  const parameter = (describe) => (world) => {
    let caught;
    describe(world, (builder) => {
      caught = builder;
      return builder;
    });
    return [caught];
  };
  return {
    QueryCreator: ({ db }) => [db.with('a', (creator) => creator.selectFrom('person').selectAll())],
    Kysely: ({ db }) => [db],
    ControlledTransaction: async ({ db }) => [await (await db.startTransaction().execute()).savepoint('s').execute()],
    TransactionBuilder: ({ db }) => [db.transaction()],
    ControlledTransactionBuilder: ({ db }) => [db.startTransaction()],
    ConnectionBuilder: ({ db }) => [db.connection()],
    Command: ({ db }) => [new Command(() => db.selectFrom('person').selectAll().execute())],
    SavepointCommand: async ({ db }) => [(await db.startTransaction().execute()).savepoint('s')],
    SelectQueryBuilder: select,
    InsertQueryBuilder: ({ db }) => [db.insertInto('person').values({ name: 'Grace' })],
    UpdateQueryBuilder: ({ db }) => [db.updateTable('person').set({ name: 'Grace' })],
    DeleteQueryBuilder: ({ db }) => [db.deleteFrom('person')],
    MergeQueryBuilder: ({ db }) => [db.mergeInto('person')],
    WheneableMergeQueryBuilder: (world) => [merge(world).whenMatched().thenDelete()],
    MatchedThenableMergeQueryBuilder: (world) => [merge(world).whenMatched()],
    NotMatchedThenableMergeQueryBuilder: (world) => [merge(world).whenNotMatched()],
    OnConflictBuilder: parameter(({ db }, cb) =>
      db.insertInto('person').onConflict((builder) => cb(builder).column('id').doNothing()),
    ),
    OnConflictDoNothingBuilder: parameter(({ db }, cb) =>
      db.insertInto('person').onConflict((builder) => cb(builder.column('id').doNothing())),
    ),
    OnConflictUpdateBuilder: parameter(({ db }, cb) =>
      db.insertInto('person').onConflict((builder) => cb(builder.column('id').doUpdateSet({ age: 1 }))),
    ),
    JoinBuilder: parameter(({ db }, cb) =>
      db.selectFrom('person').innerJoin('pet', (join) => cb(join.onRef('pet.owner_id', '=', 'person.id'))),
    ),
    CTEFactory: parameter(({ db }, cb) =>
      db.with(
        (factory) => cb(factory)('a'),
        (creator) => creator.selectFrom('person').selectAll(),
      ),
    ),
    CTEBuilder: parameter(({ db }, cb) =>
      db.with(
        (factory) => cb(factory('a')),
        (creator) => creator.selectFrom('person').selectAll(),
      ),
    ),
    AliasedExpression: ({ eb }) => [eb.val(1).as('one')],
    ExpressionWrapper: ({ eb }) => [eb('age', '>', 1)],
    OrWrapper: ({ eb }) => [eb('age', '>', 1).or('age', '<', 5)],
    AndWrapper: ({ eb }) => [eb('age', '>', 1).and('age', '<', 5)],
    ExpressionBuilder: ({ eb }) => [eb],
    FunctionModule: ({ db }) => [db.fn],
    AggregateFunctionBuilder: ({ db }) => [db.fn.count('id')],
    OverBuilder: parameter(({ db }, cb) => db.fn.count('id').over((over) => cb(over))),
    OrderByItemBuilder: parameter(({ db }, cb) => db.selectFrom('person').orderBy('age', (item) => cb(item))),
    CaseBuilder: ({ eb }) => [eb.case()],
    CaseThenBuilder: ({ eb }) => [eb.case().when('age', '>', 1)],
    CaseWhenBuilder: ({ eb }) => [eb.case().when('age', '>', 1).then(1)],
    CaseEndBuilder: ({ eb }) => [eb.case().when('age', '>', 1).then(1).else(2)],
    JSONPathBuilder: ({ eb }) => [eb.ref('data', '->')],
    TraversedJSONPathBuilder: ({ eb }) => [eb.ref('data', '->').key('a')],
    Sql: () => [sql],
    RawBuilder: () => [sql`select 1`],
    DynamicModule: ({ db }) => [db.dynamic],
    DynamicReferenceBuilder: ({ db }) => [db.dynamic.ref('age')],
    DynamicTableBuilder: ({ db }) => [db.dynamic.table('person')],
    SchemaModule: ({ db }) => [db.schema],
    CreateTableBuilder: ({ db }) => [db.schema.createTable('t').addColumn('id', 'integer')],
    CreateTableAddIndexBuilder: parameter(({ db }, cb) => db.schema.createTable('t').addIndex('i', ['id'], cb)),
    ColumnDefinitionBuilder: parameter(({ db }, cb) =>
      db.schema
        .createTable('t')
        .addColumn('id', 'integer', (col) => cb(col.references('person.id').generatedAlwaysAs(sql`age + 1`))),
    ),
    ForeignKeyConstraintBuilder: parameter(({ db }, cb) =>
      db.schema.createTable('t').addForeignKeyConstraint('f', ['id'], 'person', ['id'], cb),
    ),
    PrimaryKeyConstraintBuilder: parameter(({ db }, cb) =>
      db.schema.createTable('t').addPrimaryKeyConstraint('p', ['id'], cb),
    ),
    UniqueConstraintNodeBuilder: parameter(({ db }, cb) =>
      db.schema.createTable('t').addUniqueConstraint('u', ['id'], cb),
    ),
    CheckConstraintBuilder: parameter(({ db }, cb) =>
      db.schema.createTable('t').addCheckConstraint('c', sql`id > 0`, cb),
    ),
    AlterTableBuilder: (world) => [alter(world)],
    AlterTableColumnAlteringBuilder: (world) => [alter(world).addColumn('x', 'integer')],
    AlterTableExecutor: (world) => [alter(world).renameTo('t')],
    AlterTableAddForeignKeyConstraintBuilder: (world) => [
      alter(world).addForeignKeyConstraint('f', ['id'], 'pet', ['id']),
    ],
    AlterTableDropConstraintBuilder: (world) => [alter(world).dropConstraint('f')],
    AlterTableAddIndexBuilder: (world) => [alter(world).addIndex('i').column('name')],
    AlterColumnBuilder: parameter((world, cb) => alter(world).alterColumn('age', (column) => cb(column).setNotNull())),
    AlteredColumnBuilder: parameter((world, cb) =>
      alter(world).alterColumn('age', (column) => cb(column.setNotNull())),
    ),
    DropColumnBuilder: parameter((world, cb) => alter(world).dropColumn('age', cb)),
    DropTableBuilder: ({ db }) => [db.schema.dropTable('pet')],
    CreateIndexBuilder: ({ db }) => [db.schema.createIndex('i').on('person').column('age')],
    DropIndexBuilder: ({ db }) => [db.schema.dropIndex('i')],
    CreateViewBuilder: (world) => [world.db.schema.createView('v').as(select(world)[0])],
    RefreshMaterializedViewBuilder: ({ db }) => [db.schema.refreshMaterializedView('v')],
    DropViewBuilder: ({ db }) => [db.schema.dropView('v')],
    CreateSchemaBuilder: ({ db }) => [db.schema.createSchema('s')],
    DropSchemaBuilder: ({ db }) => [db.schema.dropSchema('s')],
    CreateTypeBuilder: ({ db }) => [db.schema.createType('e').asEnum(['a'])],
    DropTypeBuilder: ({ db }) => [db.schema.dropType('e')],
    AlterTypeBuilder: ({ db }) => [db.schema.alterType('e')],
    QueryFinalizer: ({ db }) => [db.schema.alterType('e').renameTo('f')],
    AlterTypeAddValueBuilder: ({ db }) => [db.schema.alterType('e').addValue('b')],
    DatabaseIntrospector: ({ db }) => [db.introspection],
    Migrator: ({ migrator }) => [migrator],
  };
}
