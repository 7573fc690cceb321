/** How to run each method of Objection on SQLite, and on a dialect that tells what it would send. */
import { createRequire } from 'node:module';
import { SendLog } from '../observe.ts';
import { recorder } from '../taps/recorder.mjs';
import { tapPrepare } from '../taps.ts';

const require = createRequire(new URL('../../packages/objection/package.json', import.meta.url));
const objection = require('objection');
const knex = require('knex');
const postgres = require('knex/lib/dialects/postgres');

const log = new SendLog();
tapPrepare(require('better-sqlite3'), log.sent);

const TABLES = [
  'create table person (id integer primary key, name text, age integer, data text, parent_id integer)',
  `insert into person (id, name, age, data) values (1, 'Ada', 36, '{"a":[1]}')`,
  `insert into person (id, name, age, parent_id) values (2, 'Byron', 12, 1)`,
];

/** Knex warns of what a dialect does not do. */
const SILENT = { warn() {}, error() {}, deprecate() {}, debug() {} };

/** The proof's subjects. */
export function subjects() {
  const { version } = require('objection/package.json');
  return [
    {
      version,
      quiet: 4,
      log,
      open,
      receivers: RECEIVERS,
      calls: CALLS,
      after: { startTransaction: rollback, start: rollback },
      modules: { objection },
    },
  ];
}

async function open() {
  const { Model } = objection;
  class Person extends Model {
    static tableName = 'person';
    static modifiers = { adult: (query) => query.where('age', '>', 17) };
    static get relationMappings() {
      const join = { from: 'person.id', to: 'person.parent_id' };
      return { children: { relation: Model.HasManyRelation, modelClass: Person, join } };
    }
  }
  const connection = { connection: ':memory:', pool: { min: 1, max: 1 } };
  const db = knex({ client: 'better-sqlite3', useNullAsDefault: true, ...connection, log: SILENT });
  const pg = knex({ client: recorder(postgres, { rows: [], fields: [] }, log.sent), connection: {} });
  for (const statement of TABLES) await db.raw(statement);
  Person.knex(db);
  // What is known of the columns is asked for once.
  await Person.fetchTableMetadata();
  const ada = await Person.query().findById(1);
  const close = () => Promise.all([db.destroy(), pg.destroy()]);
  return { db, pg, Person, OnPostgres: Person.bindKnex(pg), ada, close };
}

/** A transaction that is left open holds the only connection. */
async function rollback(result) {
  const trx = await result;
  await trx.rollback();
}

/** A value of each type, in a box. */
const RECEIVERS = {
  QueryBuilder: ({ Person }) => [Person.query()],
  SingleQueryBuilder: ({ ada }) => [ada.$query()],
  NumberQueryBuilder: ({ Person }) => [Person.query().patch({ name: 'Grace' })],
  PageQueryBuilder: ({ Person }) => [Person.query().page(0, 1)],
  ModelClass: ({ Person }) => [Person],
  Model: ({ ada }) => [ada],
  TransactionFunction: () => [objection.transaction],
  MixinFunction: () => [objection.mixin],
  ComposeFunction: () => [objection.compose],
  Plugin: () => [objection.compose((Base) => class extends Base {})],
  RawBuilder: () => [objection.raw('1')],
  ValueBuilder: () => [objection.val(1)],
  ReferenceBuilder: () => [objection.ref('person.id')],
  FunctionBuilder: () => [objection.fn('coalesce', 1, 2)],
  FunctionFunction: () => [objection.fn],
};

const sub = (builder) => {
  builder.select('id').from('person');
};
const on = (args) => ({ on: ({ OnPostgres }) => [OnPostgres.query()], args });
const column = () => ['age'];
const names = (text) => text.trim().split(/\s+/);
const each = (text, ways) => Object.fromEntries(names(text).map((name) => [name, ways]));

const condition = [
  () => ['age', '>', 1],
  () => [(builder) => void builder.where('age', 1)],
  () => ['id', sub],
  () => ['id', 'in', sub],
];
const groups = [() => ['age', '>', 1], () => [(builder) => void builder.having('age', '>', 1)]];
const change = () => [{ name: 'Grace' }];
const changeById = () => [1, { name: 'Grace' }];
const json = () => ['data', { a: [1] }];
const join = [
  () => ['person as p', 'p.parent_id', 'person.id'],
  () => ['person as p', (clause) => void clause.on('p.parent_id', 'person.id')],
];
const rows = ({ Person }) => [Person.query().select('id')];
const work = (trx) => trx('person').insert({ name: 'Grace' });
const related = { on: ({ ada }) => [ada.$relatedQuery('children')] };

const QUERY = {
  ...each('select columns column distinct groupBy orderBy count countDistinct min max sum sumDistinct avg', column),
  ...each('avgDistinct', column),
  distinctOn: on(column),
  as: () => ['a'],
  ...each('from table into', () => ['person']),
  fromRaw: () => ['person'],
  jsonExtract: () => ['data', '$.a', 'a'],
  jsonSet: () => ['data', '$.a', 1],
  jsonInsert: () => ['data', '$.b', 1],
  jsonRemove: () => ['data', '$.a'],
  ...each('where andWhere orWhere whereNot andWhereNot orWhereNot', condition),
  ...each('whereLike andWhereLike orWhereLike whereILike andWhereILike orWhereILike', () => ['name', 'A%']),
  ...each('whereRaw orWhereRaw andWhereRaw havingRaw orHavingRaw', () => ['age > 1']),
  whereWrapped: condition[1],
  havingWrapped: groups[1],
  ...each('whereExists orWhereExists whereNotExists orWhereNotExists', () => [sub]),
  ...each('havingExists orHavingExists havingNotExists orHavingNotExists', () => [sub]),
  ...each('whereIn orWhereIn whereNotIn orWhereNotIn', [() => ['id', [1, 2]], () => ['id', sub]]),
  ...each('havingIn orHavingIn havingNotIn orHavingNotIn', () => ['id', [1, 2]]),
  ...each('whereBetween orWhereBetween andWhereBetween whereNotBetween orWhereNotBetween', () => ['age', [1, 50]]),
  ...each('andWhereNotBetween havingBetween orHavingBetween havingNotBetween orHavingNotBetween', () => [
    'age',
    [1, 50],
  ]),
  ...each('whereNull orWhereNull whereNotNull orWhereNotNull', column),
  ...each('havingNull orHavingNull havingNotNull orHavingNotNull', column),
  ...each('whereColumn orWhereColumn andWhereColumn whereNotColumn orWhereNotColumn', () => ['id', 'age']),
  andWhereNotColumn: () => ['id', 'age'],
  ...each('whereJsonObject orWhereJsonObject andWhereJsonObject whereNotJsonObject', json),
  ...each('orWhereNotJsonObject andWhereNotJsonObject', json),
  ...each('whereJsonPath orWhereJsonPath andWhereJsonPath', () => ['data', '$.a[0]', '=', 1]),
  ...each('whereJsonSupersetOf andWhereJsonSupersetOf orWhereJsonSupersetOf whereJsonNotSupersetOf', on(json)),
  ...each('andWhereJsonNotSupersetOf orWhereJsonNotSupersetOf whereJsonSubsetOf andWhereJsonSubsetOf', on(json)),
  ...each('orWhereJsonSubsetOf whereJsonNotSubsetOf andWhereJsonNotSubsetOf orWhereJsonNotSubsetOf', on(json)),
  ...each(
    'whereJsonIsArray orWhereJsonIsArray whereJsonNotArray orWhereJsonNotArray',
    on(() => ['data:a']),
  ),
  ...each(
    'whereJsonIsObject orWhereJsonIsObject whereJsonNotObject orWhereJsonNotObject',
    on(() => ['data:a']),
  ),
  ...each(
    'whereJsonHasAny orWhereJsonHasAny whereJsonHasAll orWhereJsonHasAll',
    on(() => ['data:a', ['a']]),
  ),
  ...each('having orHaving', groups),
  whereComposite: () => [['id', 'age'], '=', [1, 36]],
  ...each('whereInComposite whereNotInComposite', () => [['id', 'age'], [[1, 36]]]),
  ...each('union unionAll intersect except', [rows, () => [sub]]),
  ...each('with withRecursive withWrapped withMaterialized withNotMaterialized', [
    ({ Person }) => ['a', Person.query()],
    () => ['a', sub],
  ]),
  ...each('joinRelated innerJoinRelated outerJoinRelated leftJoinRelated leftOuterJoinRelated', () => ['children']),
  ...each('rightJoinRelated rightOuterJoinRelated fullOuterJoinRelated', () => ['children']),
  ...each('join innerJoin leftJoin leftOuterJoin rightJoin rightOuterJoin outerJoin fullOuterJoin crossJoin', join),
  joinRaw: () => ['join person as p'],
  ...each('increment decrement', () => ['age', 1]),
  ...each('orderByRaw groupByRaw', () => ['age']),
  ...each('findById deleteById', () => [1]),
  findByIds: () => [[1, 2]],
  findOne: () => ['age', 36],
  castTo: ({ Person }) => [Person],
  ...each('update patch insert insertAndFetch insertGraph insertGraphAndFetch', change),
  ...each('updateAndFetch patchAndFetch', { on: ({ ada }) => [ada.$query()], args: change }),
  ...each('updateAndFetchById patchAndFetchById', changeById),
  ...each('upsertGraph upsertGraphAndFetch', () => [{ id: 1, name: 'Grace' }]),
  onConflict: { on: ({ Person }) => [Person.query().insert({ id: 1, name: 'Grace' })], args: () => ['id'] },
  ...each('ignore merge', {
    on: ({ Person }) => [Person.query().insert({ id: 1, name: 'Grace' }).onConflict('id')],
    args: () => [],
  }),
  relate: { ...related, args: () => [2] },
  unrelate: { ...related, args: () => [] },
  for: { on: ({ Person }) => [Person.relatedQuery('children')], args: () => [1] },
  ...each('withGraphFetched withGraphJoined allowGraph', () => ['children']),
  modifyGraph: {
    on: ({ Person }) => [Person.query().withGraphFetched('children')],
    args: () => ['children', (builder) => void builder.select('name')],
  },
  returning: () => ['id'],
  ...each(
    'forUpdate forShare forNoKeyUpdate forKeyShare',
    on(() => []),
  ),
  ...each('skipLocked noWait', { on: ({ OnPostgres }) => [OnPostgres.query().forUpdate()], args: () => [] }),
  alias: () => ['p'],
  aliasFor: () => ['person', 'p'],
  withSchema: () => ['main'],
  transacting: ({ db }) => [db],
  connection: on(() => [{}]),
  timeout: () => [1000],
  ...each('clear has', () => ['where']),
  context: () => [{ a: 1 }],
  modifiers: () => [{ old: (builder) => void builder.where('age', 1) }],
  ...each('tableNameFor tableRefFor', ({ Person }) => [Person]),
  ...each('page range', () => [0, 1]),
  ...each('offset limit', () => [1]),
  ...each('runBefore runAfter onError', () => [(result) => result]),
  onBuild: () => [(builder) => void builder.where('age', 1)],
  onBuildKnex: () => [(builder) => void builder.where('age', 1)],
  modify: () => [(builder) => void builder.where('age', 1)],
};

const transaction = [() => [work], ({ db }) => [db, work]];
const CALLS = {
  AnyQueryBuilder: QUERY,
  NumberQueryBuilder: {
    returning: () => ['id'],
    findById: () => [1],
    findOne: () => ['age', 36],
    findByIds: () => [[1]],
  },
  ModelClass: {
    relatedQuery: { on: ({ Person }) => [Person], args: () => ['children'] },
    ...each('fromJson fromDatabaseJson', change),
    ...each('columnNameToPropertyName propertyNameToColumnName', column),
    fetchTableMetadata: () => [{ force: true }],
    transaction,
    ...each('bindKnex bindTransaction', ({ db }) => [db]),
    fetchGraph: ({ ada }) => [ada, 'children'],
    getRelation: () => ['children'],
    ...each('traverse traverseAsync', ({ ada }) => [ada, (model) => model]),
    raw: () => ['1'],
    ref: () => ['person.id'],
  },
  Model: {
    $transaction: transaction,
    ...each('$relatedQuery $fetchGraph', () => ['children']),
    ...each('$setJson $setDatabaseJson $set', change),
    ...each('$setRelated $appendRelated', ({ ada }) => ['children', [ada]]),
    ...each('$traverse $traverseAsync', () => [(model) => model]),
    ...each('$omitFromJson $omitFromDatabaseJson', () => [['name']]),
  },
  TransactionFunction: { '(call)': ({ db }) => [db, work], start: ({ db }) => [db] },
  MixinFunction: { '(call)': ({ Person }) => [Person, [(Base) => class extends Base {}]] },
  ComposeFunction: { '(call)': () => [(Base) => class extends Base {}] },
  Plugin: { '(call)': ({ Person }) => [Person] },
  ReferenceBuilder: { from: () => ['person'] },
  '*': { castTo: () => ['text'], as: () => ['a'] },
  FunctionFunction: {
    '(call)': () => ['coalesce', 1, 2],
    ...each('coalesce concat sum avg min max count upper lower', () => [1]),
  },
};
