/** How each method of Knex can be called on the proof's tables, by type; each function it takes is passed once. */

const rows = ({ db }) => db('person').select('id');
const sub = (builder) => {
  builder.select('id').from('person');
};
const nothing = () => {};
const pg = (args) => ({ on: (world) => [world.pg('person')], args });
const pgSchema = (args) => ({ on: (world) => [world.pg.schema], args });
const column = () => ['age'];
const json = () => ['data', { a: [1] }];
const path = () => ['data', '$.a[0]', '=', 1];

const names = (text) => text.trim().split(/\s+/);
const each = (text, ways) => Object.fromEntries(names(text).map((name) => [name, ways]));

const condition = [
  () => ['age', '>', 1],
  () => [
    (builder) => {
      builder.where('age', 1);
    },
  ],
  () => ['id', sub],
  () => ['id', 'in', sub],
];
const wrapped = () => [
  (builder) => {
    builder.where('age', 1);
  },
];
const groups = [
  () => ['age', '>', 1],
  () => [
    (builder) => {
      builder.having('age', '>', 1);
    },
  ],
];
const among = [() => ['id', [1, 2]], () => ['id', sub]];
const cte = [(world) => ['a', rows(world)], () => ['a', sub]];
const join = [
  () => ['pet', 'pet.owner_id', 'person.id'],
  () => [
    'pet',
    (on) => {
      on.on('pet.owner_id', 'person.id');
    },
  ],
];
const window = [
  () => ['r', 'age', 'name'],
  () => [
    'r',
    (over) => {
      over.orderBy('age');
    },
  ],
];

const START = {
  ...each('with withRecursive withMaterialized withNotMaterialized withWrapped', cte),
  ...each('select columns column distinct groupBy orderBy count countDistinct min max sum sumDistinct', column),
  ...each('avg avgDistinct first pluck increment decrement', column),
  distinctOn: pg(column),
  as: () => ['a'],
  from: [() => ['person'], () => [sub]],
  into: () => ['person'],
  table: () => ['person'],
  fromRaw: () => ['person'],
  withSchema: () => ['main'],
  ...each('join innerJoin leftJoin leftOuterJoin rightJoin rightOuterJoin outerJoin fullOuterJoin crossJoin', join),
  joinRaw: () => ['join pet'],
  using: pg(() => ['pet']),
  jsonExtract: () => ['data', '$.a', 'a'],
  jsonSet: () => ['data', '$.a', 1],
  jsonInsert: () => ['data', '$.b', 1],
  jsonRemove: () => ['data', '$.a'],
  ...each('where andWhere orWhere whereNot andWhereNot orWhereNot', condition),
  ...each('whereRaw orWhereRaw andWhereRaw havingRaw orHavingRaw', () => ['age > 1']),
  ...each('whereWrapped', wrapped),
  havingWrapped: groups[1],
  ...each('whereExists orWhereExists whereNotExists orWhereNotExists', () => [sub]),
  ...each('whereIn orWhereIn whereNotIn orWhereNotIn', among),
  ...each('havingIn havingNotIn andHavingNotIn orHavingNotIn', among[0]),
  ...each('whereLike andWhereLike orWhereLike whereILike andWhereILike orWhereILike', () => ['name', 'A%']),
  ...each('whereNull orWhereNull whereNotNull orWhereNotNull', column),
  ...each('havingNull orHavingNull havingNotNull orHavingNotNull', column),
  ...each('whereBetween orWhereBetween andWhereBetween whereNotBetween orWhereNotBetween', () => ['age', [1, 50]]),
  ...each('andWhereNotBetween havingBetween orHavingBetween havingNotBetween orHavingNotBetween', () => [
    'age',
    [1, 50],
  ]),
  ...each('whereJsonObject orWhereJsonObject andWhereJsonObject whereNotJsonObject', json),
  ...each('orWhereNotJsonObject andWhereNotJsonObject', json),
  ...each('whereJsonPath orWhereJsonPath andWhereJsonPath', path),
  ...each('whereJsonSupersetOf orWhereJsonSupersetOf whereJsonNotSupersetOf orWhereJsonNotSupersetOf', pg(json)),
  ...each('whereJsonSubsetOf orWhereJsonSubsetOf whereJsonNotSubsetOf orWhereJsonNotSubsetOf', pg(json)),
  ...each('having andHaving orHaving', groups),
  ...each('groupByRaw orderByRaw', () => ['age']),
  ...each('union unionAll intersect except', [(world) => [rows(world)], () => [sub]]),
  ...each('limit offset', () => [1]),
  insert: () => [{ name: 'Grace' }],
  upsert: { on: ({ cockroach }) => [cockroach('person')], args: () => [{ id: 1, name: 'Grace' }] },
  update: () => [{ name: 'Grace' }],
  truncate: pg(() => []),
  returning: () => ['id'],
  onConflict: () => ['id'],
  clear: () => ['where'],
  ...each('comment hintComment', () => ['note']),
  ...each('rank denseRank rowNumber', window),
  modify: () => [nothing],
  ...each('skipLocked noWait', { on: ({ pg: client }) => [client('person').forUpdate()], args: () => [] }),
  timeout: () => [1000],
  queryContext: () => [{ a: 1 }],
  on: () => ['query', nothing],
};

const transaction = [
  () => [(trx) => trx('person').insert({ name: 'Grace' })],
  () => [
    (trx) =>
      trx('person')
        .insert({ name: 'Grace' })
        .then((ids) => ids),
  ],
];
/** Without a function; what it gives is rolled back, or the client could not be closed. */
const unmanaged = () => [];

/** One migration, which is given and has its effect through the client. */
const migrations = [
  {
    name: 'one',
    up: (knex) => knex.schema.createTable('t', (table) => table.increments()),
    down: (knex) => knex.schema.dropTable('t'),
  },
];
const migrationSource = {
  getMigrations: () => Promise.resolve(migrations),
  getMigrationName: ({ name }) => name,
  getMigration: (migration) => Promise.resolve(migration),
};
const seedSource = {
  getSeeds: () => Promise.resolve(['one']),
  getSeed: () => Promise.resolve({ seed: (knex) => knex('person').insert({ name: 'Grace' }) }),
};
const source = () => [{ migrationSource }];
/** Nothing is written, since the folder can't be. */
const unwritable = () => ['one', { directory: '/dev/null/none' }];

/** What the function that describes a new table is handed, on one of the dialects. */
const newTable = (dialect) => (world) => {
  let caught;
  world[dialect].schema
    .createTable('t', (table) => {
      table.increments('id');
      caught = table;
    })
    .toSQL();
  return [caught];
};

/** `writable` makes a stream that takes rows. */
export function knexCalls(writable) {
  const people = (table) => {
    table.increments('id');
  };
  const extend = (table) => {
    table.integer('n');
  };
  return {
    QueryStart: START,
    QueryBuilder: START,
    ChainableInterface: {
      options: () => [{}],
      connection: { on: ({ pg: client }) => [client('person')], args: () => [{}] },
      transacting: ({ db }) => [db],
      asCallback: () => [nothing],
    },
    Streamable: { pipe: () => [writable()] },
    Raw: {
      connection: { on: ({ pg: client }) => [client.raw('select 1')], args: () => [{}] },
      wrap: () => ['(', ')'],
      timeout: () => [1000],
      queryContext: () => [{ a: 1 }],
    },
    Ref: {
      connection: { on: ({ pg: client }) => [client.ref('id')], args: () => [{}] },
      as: () => ['a'],
      withSchema: () => ['main'],
    },
    Knex: {
      '(call)': () => ['person'],
      ...START,
      transacting: ({ db }) => [db],
      raw: () => ['select 1'],
      ref: () => ['person.id'],
      transaction: [...transaction, unmanaged],
      batchInsert: () => ['person', [{ name: 'Grace' }]],
      withUserParams: () => [{}],
    },
    Transaction: { transaction, savepoint: transaction },
    OnConflictQueryBuilder: { merge: () => [['name']] },
    JoinClause: {
      ...each('on andOn orOn', [
        () => ['pet.owner_id', 'person.id'],
        () => [
          (on) => {
            on.on('pet.owner_id', 'person.id');
          },
        ],
      ]),
      ...each('onVal andOnVal orOnVal', () => ['pet.id', 1]),
      ...each('onIn andOnIn orOnIn onNotIn andOnNotIn orOnNotIn', () => ['pet.id', [1]]),
      ...each('onNull andOnNull orOnNull onNotNull andOnNotNull orOnNotNull', () => ['pet.id']),
      ...each('onExists andOnExists orOnExists onNotExists andOnNotExists orOnNotExists', () => [sub]),
      ...each('onBetween andOnBetween orOnBetween onNotBetween andOnNotBetween orOnNotBetween', () => [
        'pet.id',
        [1, 2],
      ]),
      ...each('onJsonPathEquals orOnJsonPathEquals', () => ['data', '$.a', 'data', '$.b']),
      using: () => ['id'],
      type: () => ['left'],
    },
    AnalyticClause: each('orderBy partitionBy', column),
    SchemaBuilder: {
      withSchema: { on: ({ db }) => [db.schema.createTable('t', people)], args: () => ['main'] },
      ...each('createTable createTableIfNotExists', () => ['t', people]),
      createTableLike: [() => ['t', 'person'], pgSchema(() => ['t', 'person', extend])],
      ...each('alterTable table', () => ['person', extend]),
      renameTable: () => ['pet', 'animal'],
      ...each('dropTable dropTableIfExists hasTable', () => ['pet']),
      hasColumn: () => ['pet', 'id'],
      createView: ({ db }) => ['v', (view) => void view.as(db('person'))],
      createViewOrReplace: pgSchema(({ pg: db }) => ['v', (view) => void view.as(db('person'))]),
      createMaterializedView: pgSchema(({ pg: client }) => ['v', (view) => void view.as(client('person'))]),
      ...each(
        'refreshMaterializedView dropMaterializedView dropMaterializedViewIfExists',
        pgSchema(() => ['v']),
      ),
      ...each('dropView dropViewIfExists', () => ['v']),
      renameView: pgSchema(() => ['v', 'w']),
      ...each(
        'view alterView',
        pgSchema(() => ['v', (view) => void view.column('a').rename('b')]),
      ),
      ...each(
        'createSchema createSchemaIfNotExists dropSchema dropSchemaIfExists',
        pgSchema(() => ['s']),
      ),
      ...each(
        'createExtension createExtensionIfNotExists dropExtension dropExtensionIfExists',
        pgSchema(() => ['e']),
      ),
      raw: () => ['select 1'],
      queryContext: { on: ({ db }) => [db.schema.createTable('t', people)], args: () => [{ a: 1 }] },
      generateDdlCommands: { on: ({ db }) => [db.schema.createTable('t', people)], args: () => [] },
      // A schema builder on which nothing is built sends nothing.
      asCallback: { on: ({ db }) => [db.schema.createTable('t', people)], args: () => [nothing] },
      ...each('options', { on: ({ db }) => [db.schema.createTable('t', people)], args: () => [{}] }),
      debug: { on: ({ db }) => [db.schema.createTable('t', people)], args: () => [false] },
      connection: { on: ({ pg: client }) => [client.schema.createTable('t', people)], args: () => [{}] },
      transacting: { on: ({ db }) => [db.schema.createTable('t', people)], args: ({ db }) => [db] },
    },
    '*': { debug: () => [false], primary: () => [['n']], index: () => [['n']], unique: () => [['n']] },
    NewTableBuilder: {
      ...each('enum enu', () => ['n', ['a']]),
      ...each('dropForeign dropIndex dropUnique', () => ['n']),
      ...each('dropForeignIfExists dropUniqueIfExists', () => [['n']]),
      ...each('engine charset collate', { on: newTable('my'), args: () => ['x'] }),
      inherits: { on: newTable('pg'), args: () => ['person'] },
      specificType: () => ['n', 'text'],
      comment: () => ['note'],
      check: () => ['n > 1'],
      foreign: () => ['n'],
      queryContext: () => [{ a: 1 }],
    },
    TableBuilder: {
      ...each('dropColumn setNullable dropNullable', () => ['n']),
      ...each('dropColumns renameColumn', () => ['n', 'm']),
      dropChecks: () => ['c'],
    },
    ColumnBuilder: {
      references: () => ['id'],
      defaultTo: () => [1],
      comment: () => ['note'],
      queryContext: () => [{ a: 1 }],
      after: () => ['m'],
      ...each('checkIn checkNotIn', () => [['a']]),
      checkBetween: () => [[1, 2]],
      checkLength: () => ['>', 1],
      checkRegex: () => ['a'],
      collate: () => ['c'],
      index: () => [],
      primary: () => [],
      unique: () => [],
    },
    ForeignKeyTarget: { inTable: () => ['person'] },
    ForeignKeyActions: {
      deferrable: () => ['deferred'],
      withKeyName: () => ['k'],
      ...each('onDelete onUpdate', () => ['cascade']),
    },
    ForeignConstraintBuilder: { references: () => ['id'] },
    ForeignKeyBuilder: { inTable: () => ['person'] },
    ViewBuilder: { columns: () => [['a']], as: ({ pg: client }) => [client('person')], queryContext: () => [{ a: 1 }] },
    FunctionHelper: {
      uuidToBin: () => ['7b4e1f0c-6a55-4a0e-9a53-0d0a4f8f2f11'],
      binToUuid: () => [Buffer.alloc(16)],
    },
    Migrator: {
      ...each('latest rollback status currentVersion list up down forceFreeMigrationsLock', source),
      ...each('to before', () => [{ migrationSource, name: 'one' }]),
      make: unwritable,
    },
    Seeder: { run: () => [{ seedSource }], make: unwritable },
  };
}
