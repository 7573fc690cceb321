/** How each method of Lucid can be called on the proof's tables, by type. */

const names = (text) => text.trim().split(/\s+/);
const each = (text, ways) => Object.fromEntries(names(text).map((name) => [name, ways]));
/** The method itself, and the ones that join by OR and by AND. */
const joined = (text, ways) =>
  Object.assign(
    {},
    ...names(text).map((name) => {
      const rest = `${name[0].toUpperCase()}${name.slice(1)}`;
      return { [name]: ways, [`or${rest}`]: ways, [`and${rest}`]: ways };
    }),
  );

const refine = (query) => {
  query.where('age', '>', 1);
};
const ids = (query) => {
  query.select('id').from('users');
};
const nothing = () => {};
const row = () => [{ name: 'Grace' }];
const post = () => [{ title: 'More' }];

const conditions = {
  ...joined('where whereNot', [() => ['age', '>', 1], () => [refine]]),
  ...joined('whereColumn whereNotColumn', () => ['id', '=', 'age']),
  ...joined('whereIn whereNotIn', [() => ['id', [1, 2]], () => ['id', ids]]),
  ...joined('whereNull whereNotNull', () => ['age']),
  ...joined('whereExists whereNotExists', () => [ids]),
  ...joined('whereBetween whereNotBetween', () => ['age', [1, 99]]),
  ...joined('whereRaw havingRaw', () => ['1 = 1']),
  ...joined('whereLike whereILike', () => ['name', 'A%']),
  ...joined('whereJson whereNotJson', () => ['data', { a: 1 }]),
  ...joined('whereJsonPath', () => ['data', '$.a', '=', 1]),
  ...joined('having', [() => ['age', '>', 1], () => [(query) => void query.having('age', '>', 1)]]),
  ...joined('havingIn havingNotIn', () => ['age', [1, 2]]),
  ...joined('havingNull havingNotNull', () => ['age']),
  ...joined('havingExists havingNotExists', () => [ids]),
  ...joined('havingBetween havingNotBetween', () => ['age', [1, 99]]),
};

const query = {
  ...conditions,
  ...each('select distinct groupBy min max sum sumDistinct avg avgDistinct', () => ['age']),
  ...each('count countDistinct returning groupOrderBy', () => ['id']),
  from: () => ['users'],
  ...each('groupByRaw orderByRaw', () => ['age']),
  orderBy: () => ['age'],
  ...each('join innerJoin leftJoin leftOuterJoin rightJoin rightOuterJoin fullOuterJoin', [
    () => ['teams', 'teams.id', 'users.team_id'],
    () => ['teams', (clause) => void clause.on('teams.id', 'users.team_id')],
  ]),
  crossJoin: () => ['teams'],
  joinRaw: () => ['cross join teams'],
  ...each('limit offset groupLimit', () => [1]),
  ...each('with withRecursive withMaterialized withNotMaterialized', () => ['a', ids]),
  ...each('union unionAll intersect', () => [(sub) => void sub.select('*').from('users')]),
  withSchema: () => ['main'],
  as: () => ['a'],
  if: [() => [true, refine], () => [false, nothing, refine]],
  unless: [() => [false, refine], () => [true, nothing, refine]],
  match: () => [[true, refine]],
  ifDialect: [() => ['better-sqlite3', refine], () => ['pg', nothing, refine]],
  unlessDialect: [() => ['pg', refine], () => ['better-sqlite3', nothing, refine]],
  update: row,
  ...each('increment decrement', () => ['age', 1]),
  ...each('forPage paginate', () => [1, 10]),
  debug: () => [false],
  timeout: () => [1000],
  reporterData: () => [{}],
};

/** On PostgreSQL, since SQLite has no such thing; `on` gives a query there. */
const onServer = (on) => {
  const boxed = (world) => [on(world)];
  const locked = { on: (world) => [on(world).forUpdate()], args: () => [] };
  return {
    ...joined('whereJsonSuperset whereNotJsonSuperset whereJsonSubset whereNotJsonSubset', {
      on: boxed,
      args: () => ['data', { a: 1 }],
    }),
    distinctOn: { on: boxed, args: () => ['age'] },
    skipLocked: locked,
    noWait: locked,
  };
};

const ofModel = (relation) => ({
  rowTransformer: () => [nothing],
  usePreloader: ({ User }) => [User.query().preloader],
  apply: () => [(scopes) => scopes.adults()],
  withScopes: () => [(scopes) => scopes.adults()],
  sideload: () => [{ a: 1 }],
  ...each('withCount whereHas orWhereHas andWhereHas whereDoesntHave orWhereDoesntHave andWhereDoesntHave', () => [
    relation,
    (related) => void related.where('id', 1),
  ]),
  withAggregate: () => [relation, (related) => void related.sum('id').as('total')],
  ...each('has orHas andHas doesntHave orDoesntHave andDoesntHave preloadOnce', () => [relation]),
  preload: () => [relation, (related) => void related.where('id', 1)],
});

const statics = {
  ...each('find findOrFail', () => [1]),
  ...each('findBy findByOrFail findManyBy', () => ['name', 'Ada']),
  findMany: () => [[1]],
  ...each('create createQuietly', row),
  ...each('createMany createManyQuietly', () => [[{ name: 'Grace' }]]),
  ...each('firstOrNew firstOrCreate updateOrCreate', () => [{ name: 'Alan' }, { age: 41 }]),
  ...each('fetchOrNewUpMany fetchOrCreateMany updateOrCreateMany', () => ['name', [{ name: 'Alan' }]]),
  transaction: [() => [], ({ User }) => [(client) => User.query({ client }).exec()]],
  ...each('before after', () => ['create', nothing]),
  useAdapter: ({ User }) => [User.$adapter],
};

const instance = {
  ...each('load preload', () => ['posts', (related) => void related.where('id', 1)]),
  ...each('loadOnce loadCount related', () => ['posts']),
  loadAggregate: () => ['posts', (related) => void related.sum('id').as('total')],
  lockForUpdate: () => [(locked) => locked.save()],
  useTransaction: () => [{ once: nothing }],
  useConnection: () => ['sqlite'],
  ...each('fill merge', row),
  serializeAttributes: () => [],
};

const client = {
  from: () => ['users'],
  table: () => ['users'],
  modelQuery: ({ User }) => [User],
  ...each('rawQuery raw knexRawQuery', () => ['select 1']),
  ref: () => ['id'],
  ...each('truncate columnsInfo getPrimaryKeys', () => ['users']),
  transaction: [() => [], () => [(trx) => trx.from('users').exec()]],
};

/** The calls by type. */
export function lucidCalls() {
  const related = (name) => ({
    ...query,
    ...ofModel('owner'),
    ...onServer(({ user }) => user.useConnection('pg').related(name).query()),
  });
  return {
    DatabaseQueryBuilder: { ...query, ...onServer(({ db }) => db.connection('pg').from('users')) },
    ModelQueryBuilder: {
      ...query,
      ...ofModel('posts'),
      ...onServer(({ User }) => User.query({ connection: 'pg' })),
    },
    RelationQueryBuilder: related('posts'),
    HasManyQueryBuilder: related('posts'),
    ManyToManyQueryBuilder: {
      ...related('tags'),
      pivotColumns: () => [['tag_id']],
      ...joined('wherePivot whereNotPivot', () => ['tag_id', 1]),
      ...joined('whereInPivot whereNotInPivot', () => ['tag_id', [1]]),
      ...joined('whereNullPivot whereNotNullPivot', () => ['tag_id']),
    },
    InsertQueryBuilder: {
      ...query,
      table: () => ['users'],
      insert: row,
      multiInsert: () => [[{ name: 'Grace' }, { name: 'Alan' }]],
      comment: () => ['hello'],
      onConflict: () => ['id'],
    },
    RawQueryBuilder: { ...query, wrap: () => ['(', ')'] },
    LazyAggregates: instance,
    Database: client,
    QueryClient: client,
    TransactionClient: { ...client, after: () => ['commit', nothing], ...each('on once', () => ['commit', nothing]) },
    ModelClass: statics,
    Row: instance,
    HasOneClient: {
      create: () => [{ bio: 'x' }],
      save: ({ Profile }) => [new Profile()],
      ...each('firstOrCreate updateOrCreate', () => [{ bio: 'x' }, {}]),
    },
    HasManyClient: {
      create: post,
      save: ({ Post }) => [new Post()],
      ...each('firstOrCreate updateOrCreate', () => [{ title: 'More' }, {}]),
      createMany: () => [[{ title: 'More' }]],
      saveMany: ({ Post }) => [[new Post()]],
      ...each('fetchOrCreateMany updateOrCreateMany', () => [[{ title: 'More' }], 'title']),
    },
    BelongsToClient: { associate: ({ Team }) => [new Team()] },
    ManyToManyClient: {
      create: () => [{ label: 'x' }],
      save: ({ Tag }) => [new Tag()],
      createMany: () => [[{ label: 'x' }]],
      saveMany: ({ Tag }) => [[new Tag()]],
      attach: () => [[1]],
      detach: () => [[1]],
      sync: () => [[]],
    },
  };
}
