/** How each method of Drizzle can be called on the proof's tables, by type; each function it takes is passed once. */

export function drizzleCalls() {
  const none = () => [];
  const select = ({ db, person }) => db.select().from(person);
  const query = ({ kind, person }) => new kind.QueryBuilder().select().from(person);
  const fields = ({ person }) => ({ id: person.id });
  const joined = ({ pet, person, orm }) => [pet, orm.eq(pet.id, person.id)];
  /** SQLite joins to the tables that an UPDATE reads, not to the one it changes. */
  const joinedToo = {
    on: ({ db, person, pet }) => {
      const update = db.update(person).set({ name: 'Grace' });
      return [update.from ? update.from(pet) : update];
    },
    args: ({ toy, pet, orm }) => [toy, orm.eq(toy.id, pet.id)],
  };
  /** Where a driver says which rows a change returns, it has to, for it to return some. */
  const returning = (start) => ({ on: (world) => [returningOf(start(world))], args: none });
  const returned = (start) => ({ all: returning(start), get: returning(start), values: returning(start) });
  /** SQLite orders what it changes only when that is limited. */
  const ordered = (start) => ({
    on: (world) => [limited(start(world))],
    args: ({ person }) => [person.id],
  });
  const insertion = ({ db, person }) => db.insert(person).values({ name: 'Grace' });
  const update = ({ db, person }) => db.update(person).set({ name: 'Grace' });
  const deletion = ({ db, person }) => db.delete(person);
  const nested = (world) => query(world).as('nested');
  const lateral = (world) => [nested(world), world.sql`true`];
  const combined = [(world) => [select(world)], (world) => [({ union }) => union(select(world), select(world))]];
  const clauses = {
    where: ({ orm, person }) => [orm.eq(person.id, 1)],
    leftJoin: joined,
    rightJoin: joined,
    innerJoin: joined,
    fullJoin: joined,
    crossJoin: ({ pet }) => [pet],
    leftJoinLateral: lateral,
    innerJoinLateral: lateral,
    crossJoinLateral: (world) => [nested(world)],
    crossApply: (world) => [nested(world)],
    outerApply: (world) => [nested(world)],
    groupBy: ({ person }) => [person.id],
    having: {
      on: (world) => [world.db.select().from(world.person).groupBy(world.person.id)],
      args: ({ sql }) => [sql`1 = 1`],
    },
    orderBy: ({ person }) => [person.id],
    limit: () => [1],
    offset: { on: (world) => [limited(select(world))], args: () => [1] },
    fetch: () => [1],
    for: () => ['update'],
    comment: () => ['note'],
    $withCache: none,
    as: () => ['people'],
    prepare: () => ['prepared'],
  };
  const starts = {
    select: [none, (world) => [fields(world)]],
    selectDistinct: [none, (world) => [fields(world)]],
    selectDistinctOn: (world) => [[world.person.id]],
    insert: ({ person }) => [person],
    update: ({ person }) => [person],
    delete: ({ person }) => [person],
  };
  const cte = (world) => world.db.$with('people').as(query(world));
  const operators = Object.fromEntries(
    ['union', 'unionAll', 'intersect', 'intersectAll', 'except', 'exceptAll', 'minus'].map((name) => [name, combined]),
  );
  const operands = Object.fromEntries(
    Object.keys(operators).map((name) => [name, (world) => [select(world), select(world)]]),
  );
  const statement = ({ sql }) => [sql`select 1`];
  const transaction = [({ sql }) => [(tx) => (tx.execute ? tx.execute(sql`select 1`) : tx.run(sql`select 1`))]];
  return {
    '*': clauses,
    Database: { ...starts, $with: () => ['people'], with: (world) => [cte(world)], $count: ({ person }) => [person] },
    SQLiteDatabase: { all: statement, get: statement, values: statement, run: statement, transaction },
    PgDatabase: {
      execute: statement,
      refreshMaterializedView: ({ view }) => [view],
      transaction,
    },
    MySqlDatabase: { execute: statement, transaction },
    SQLiteBatchDatabase: { batch: (world) => [[select(world)]] },
    PgBatchDatabase: { batch: (world) => [[select(world)]], $withAuth: () => ['token'] },
    PgTransaction: { setTransaction: () => [{ isolationLevel: 'serializable' }] },
    SelectBuilder: { from: ({ person }) => [person], top: () => [1] },
    Select: operators,
    InsertBuilder: {
      values: () => [{ name: 'Grace' }],
      select: [(world) => [query(world)], ({ person }) => [(builder) => builder.select().from(person)]],
    },
    Insert: {
      ...returned(insertion),
      onConflictDoUpdate: ({ person }) => [{ target: person.id, set: { name: 'Grace' } }],
      onDuplicateKeyUpdate: () => [{ set: { name: 'Grace' } }],
    },
    UpdateBuilder: { set: () => [{ name: 'Grace' }] },
    Update: {
      ...returned(update),
      from: ({ pet }) => [pet],
      leftJoin: joinedToo,
      rightJoin: joinedToo,
      innerJoin: joinedToo,
      fullJoin: joinedToo,
      orderBy: ordered(update),
    },
    Delete: { ...returned(deletion), orderBy: ordered(deletion) },
    QueryBuilder: { ...starts, $with: () => ['people'], with: (world) => [cte(world)] },
    SQL: {
      append: ({ sql }) => [sql`, 2`],
      mapWith: () => [Number],
      if: () => [true],
      toQuery: () => [{ escapeName: String, escapeParam: () => '?', escapeString: String, casing: {} }],
    },
    SqlTag: {
      '(tag)': () => [Object.assign(['select ', ''], { raw: ['select ', ''] }), 1],
      raw: () => ['select 1'],
      join: ({ sql }) => [[sql`1`, sql`2`], sql`, `],
      fromList: ({ sql }) => [[sql`1`, sql`2`]],
      comment: () => ['note'],
      identifier: () => ['person'],
      placeholder: () => ['id'],
      param: () => [1],
    },
    SetOperator: { '(call)': (world) => [select(world), select(world)] },
    Migrate: {
      '(call)': ({ db, migrations, run }) => [db, ...(run ? [run] : []), { migrationsFolder: migrations }],
    },
    WithBuilder: { as: [(world) => [query(world)], ({ person }) => [(builder) => builder.select().from(person)]] },
    WithDatabase: starts,
    SetOperators: operands,
    QuerySelectBuilder: { from: ({ person }) => [person] },
    TopSelectBuilder: { from: ({ person }) => [person] },
    WithQueryBuilder: starts,
    QuerySelect: { ...operators, having: ({ sql }) => [sql`1 = 1`], offset: () => [1] },
  };
}

function returningOf(builder) {
  return builder.returning ? builder.returning() : builder;
}

function limited(builder) {
  return builder.limit ? builder.limit(1) : builder;
}
