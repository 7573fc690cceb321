/** How each method of MikroORM can be called on the proof's entities, by type. */

export function mikroOrmCalls({ RequestContext }, { Person, Pet }, isOld) {
  const hedy = { id: 8, name: 'Hedy', version: 1 };
  const first = { id: 1 };
  const page = { first: 1, orderBy: { id: 'asc' } };
  const options = { partial: true };
  /** What is called on an entity manager with the entity in front. */
  const finders = {
    find: [[first]],
    findAll: [[]],
    findOne: [[1], [first]],
    findOneOrFail: [[1]],
    findAndCount: [[{}]],
    findByCursor: [isOld ? [{}, page] : [{ where: {}, ...page }]],
    count: [[{}]],
    countBy: [['name']],
    insert: [[hedy]],
    insertMany: [[[hedy]]],
    upsert: [[{ ...hedy, id: 1 }]],
    upsertMany: [[[{ ...hedy, id: 1 }]]],
    nativeUpdate: [[first, { name: 'Augusta' }]],
    nativeDelete: [[{ id: 2 }]],
    create: [[hedy]],
    map: [[{ id: 3, name: 'Hedy' }]],
    merge: [[{ id: 3, name: 'Hedy', version: 1 }]],
    getReference: [[1]],
    canPopulate: [['pets']],
    stream: [[{}]],
  };
  const ways = (...before) =>
    Object.fromEntries(
      Object.entries(finders).map(([name, all]) => [name, all.map((args) => () => [...before, ...args])]),
    );
  const loaded = (args) => ({
    on: async (world) => {
      world.person = await world.em.findOneOrFail(Person, 1);
      return [world.em];
    },
    args,
  });
  const pending = (args) => ({
    on: ({ em, pending: persist }) => {
      persist();
      return [em];
    },
    args,
  });
  const begun = {
    on: async ({ em }) => {
      await em.begin();
      return [em];
    },
    args: () => [],
  };
  const reference = (world) => [world.em.getReference(Person, 1)];
  const subquery = ({ em }) => em.createQueryBuilder(Pet, 'q').select('id');
  const join = () => ['p.pets', 'q'];
  const conflicting = { on: ({ em }) => [em.createQueryBuilder(Person).insert(hedy).onConflict('id')], args: () => [] };

  const builder = {
    select: () => ['*'],
    addSelect: () => ['name'],
    distinctOn: () => ['name'],
    count: () => ['id'],
    insert: () => [hedy],
    insertFrom: {
      on: ({ em }) => [em.createQueryBuilder(Person)],
      args: ({ em }) => [em.createQueryBuilder(Person, 'o').select(['id', 'name', 'version'])],
    },
    update: () => [{ name: 'Augusta' }],
    join,
    innerJoin: join,
    leftJoin: join,
    joinAndSelect: join,
    innerJoinAndSelect: join,
    leftJoinAndSelect: join,
    innerJoinLateral: (world) => [['p.pets', subquery(world)], 'q', {}],
    leftJoinLateral: (world) => [['p.pets', subquery(world)], 'q', {}],
    leftJoinLateralAndSelect: (world) => [['p.pets', subquery(world)], 'q', {}],
    innerJoinLateralAndSelect: (world) => [['p.pets', subquery(world)], 'q', {}],
    withSubQuery: (world) => [isOld ? subquery(world).getKnexQuery() : subquery(world).getNativeQuery(), 'q'],
    where: () => [first],
    andWhere: () => [first],
    orWhere: () => [first],
    orderBy: () => [{ id: 'asc' }],
    andOrderBy: () => [{ name: 'asc' }],
    groupBy: () => ['id'],
    having: () => [first],
    andHaving: () => [first],
    orHaving: () => [first],
    populate: () => [[{ field: 'pets' }]],
    limit: () => [1],
    offset: () => [1],
    withSchema: () => ['main'],
    setLockMode: {
      on: async ({ em }) => (await em.begin(), [em.createQueryBuilder(Person, 'p').select('*')]),
      args: () => [3],
    },
    setFlag: () => ['DISTINCT'],
    unsetFlag: () => ['DISTINCT'],
    hasFlag: () => ['DISTINCT'],
    cache: () => [false],
    indexHint: () => ['hint'],
    comment: () => ['why'],
    hintComment: () => ['why'],
    collation: () => ['nocase'],
    from: { on: ({ em }) => [em.createQueryBuilder(Person)], args: () => [Person] },
    ignore: conflicting,
    merge: conflicting,
    onConflict: { on: ({ em }) => [em.createQueryBuilder(Person).insert(hedy)], args: () => ['id'] },
    returning: { on: ({ em }) => [em.createQueryBuilder(Person).insert(hedy)], args: () => ['id'] },
    union: (world) => [world.em.createQueryBuilder(Person, 'o').select('*')],
    unionAll: (world) => [world.em.createQueryBuilder(Person, 'o').select('*')],
    with: (world) => ['q', subquery(world)],
    withRecursive: (world) => ['q', subquery(world)],
    setAbortOptions: () => [{}],
    as: () => ['q'],
    execute: () => [],
    getCount: () => [],
  };
  /** What an INSERT has no use for, on a SELECT. */
  const onSelect = (...names) =>
    Object.fromEntries(
      names.map((name) => [
        name,
        { on: ({ em }) => [em.createQueryBuilder(Person, 'p').select('*')], args: builder[name] ?? (() => []) },
      ]),
    );
  /** A collection whose entities are loaded. */
  const filled = (args = () => []) => ({
    on: async ({ em }) => [
      await (await em.findOneOrFail(Person, 1)).pets.loadItems().then(() => em.getReference(Person, 1).pets),
    ],
    args,
  });
  const owned = (args = () => []) => ({
    on: async ({ em }) => {
      const { owner } = await em.findOneOrFail(Pet, 1, { populate: ['owner'] });
      return [owner];
    },
    args,
  });
  const transaction = {
    on: async (world) => {
      world.begun = await world.em.getConnection().begin();
      return [world.em.getConnection()];
    },
    args: ({ begun: trx }) => [trx],
  };
  return {
    '*': {
      execute: () => ['select 1'],
      createQueryBuilder: () => [],
      fork: () => [],
      getConnection: () => [],
      setFlushMode: () => ['commit'],
      setLoggerContext: () => [{ why: 'so' }],
    },
    EntityManager: {
      ...ways(Person),
      populate: loaded(({ person }) => [[person], ['pets']]),
      assign: loaded(({ person }) => [person, { name: 'Augusta' }]),
      canPopulate: () => [Person, 'pets'],
      persist: ({ em }) => [em.create(Person, hedy, options)],
      remove: reference,
      flush: pending(() => []),
      persistAndFlush: ({ em }) => [em.create(Person, hedy)],
      removeAndFlush: reference,
      tryFlush: pending(() => [Person]),
      refresh: loaded(({ person }) => [person]),
      refreshOrFail: loaded(({ person }) => [person]),
      clone: () => [Person, { id: 1 }, { id: 9 }],
      lock: {
        on: async (world) => {
          world.person = await world.em.findOneOrFail(Person, 1);
          await world.em.begin();
          return [world.em];
        },
        args: ({ person }) => [person, 3],
      },
      transactional: () => [(em) => em.find(Person, {})],
      commit: begun,
      rollback: begun,
      createQueryBuilder: () => [Person, 'p'],
      qb: () => [Person, 'p'],
      getRepository: () => [Person],
      repo: () => [Person],
      setTransactionContext: () => [undefined],
      addFilter: isOld ? () => ['all', {}, Person] : () => [{ name: 'all', cond: {}, entity: Person }],
      setFilterParams: () => ['named', {}],
      getFilterParams: () => ['named'],
      applyFilters: () => [Person, {}, {}, 'read'],
      clearCache: () => ['key'],
    },
    EntityRepository: {
      ...ways(),
      populate: { on: loaded().on, args: ({ person }) => [[person], ['pets']] },
      assign: loaded(({ person }) => [person, { name: 'Augusta' }]),
      createQueryBuilder: () => ['p'],
      qb: () => ['p'],
    },
    MikroORM: {
      discoverEntity: () => [[]],
      connect: { on: async ({ unconnected }) => [await unconnected()], args: () => [] },
    },
    MikroORMClass: { init: ({ options: given }) => [given()], initSync: ({ options: given }) => [given()] },
    SchemaGenerator: { ensureDatabase: () => [], createDatabase: () => ['d'], dropDatabase: () => ['d'] },
    Connection: {
      commit: transaction,
      rollback: transaction,
      transactional: ({ em }) => [(trx) => em.getConnection().execute('select 1', [], 'all', trx)],
      stream: ({ em }) => [em.createQueryBuilder(Person).select('*').getNativeQuery().compile()],
    },
    BaseEntity: { populate: () => [['pets']], assign: () => [{ name: 'Augusta' }], populated: () => [true] },
    WrappedEntity: {
      populate: () => [['owner']],
      assign: () => [{ name: 'Burke' }],
      populated: () => [true],
      setSerializationContext: () => [{}],
    },
    Collection: {
      add: ({ em }) => [em.getReference(Pet, 1)],
      set: ({ em }) => [[em.getReference(Pet, 1)]],
      contains: filled(({ em }) => [em.getReference(Pet, 1)]),
      matching: () => [{}],
      ...Object.fromEntries(
        ['getItems', 'toArray', 'getIdentifiers', 'removeAll', 'count', 'isEmpty', 'slice', 'toJSON'].map((name) => [
          name,
          filled(),
        ]),
      ),
      remove: filled(({ em }) => [em.getReference(Pet, 1)]),
      ...Object.fromEntries(['exists', 'find', 'filter', 'map'].map((name) => [name, filled(() => [(pet) => pet])])),
      reduce: filled(() => [(sum) => sum, 0]),
      indexBy: filled(() => ['id']),
    },
    Reference: {
      loadProperty: () => ['name'],
      getEntity: owned(),
      getProperty: owned(() => ['name']),
    },
    ScalarReference: { set: () => ['Short.'] },
    RequestContext: {
      create: ({ em }) => [em, () => undefined],
      enter: ({ em }) => [em],
      getEntityManager: {
        on: ({ em }) => {
          RequestContext.enter(em);
          return [RequestContext];
        },
        args: () => [],
      },
    },
    QueryBuilder: builder,
    RunQueryBuilder: {
      ...onSelect('getResult', 'getResultList', 'getSingleResult', 'getCount', 'getResultAndCount', 'stream'),
      ...onSelect('join', 'innerJoin', 'leftJoin', 'joinAndSelect', 'innerJoinAndSelect', 'leftJoinAndSelect'),
      ...onSelect('innerJoinLateral', 'leftJoinLateral', 'innerJoinLateralAndSelect', 'leftJoinLateralAndSelect'),
    },
  };
}
