/** How each method of TypeORM can be called on the proof's tables, by type. */
import { mongoCalls } from './typeormMongoCalls.mjs';

const first = { id: 1 };
const second = { where: { id: 2 } };
const ada = { id: 1, name: 'Augusta' };

/** The tagged template `` `select ${1}` `` as a function gets it. */
const template = [Object.assign(['select ', ''], { raw: ['select ', ''] }), 1];

/** What is called on an entity manager with the entity in front. */
const FINDERS = {
  find: [[], [second]],
  findBy: [[first]],
  findAndCount: [[second]],
  findAndCountBy: [[first]],
  findOne: [[second]],
  findOneBy: [[first]],
  findOneOrFail: [[second]],
  findOneByOrFail: [[first]],
  findByIds: [[[1]]],
  findOneById: [[1]],
  exist: [[second]],
  exists: [[second]],
  existsBy: [[first]],
  count: [[second]],
  countBy: [[first]],
  sum: [['age']],
  average: [['age']],
  minimum: [['age']],
  maximum: [['age']],
  preload: [[ada]],
  save: [[{ name: 'Hedy' }], [ada], [[{ name: 'Hedy' }]]],
  remove: [[ada]],
  softRemove: [[ada]],
  recover: [[ada]],
  insert: [[{ name: 'Hedy' }]],
  update: [[first, { name: 'Augusta' }]],
  upsert: [[ada, ['id']]],
  delete: [[first]],
  updateAll: [[{ name: 'Augusta' }]],
  deleteAll: [[]],
  softDelete: [[first]],
  restore: [[first]],
  increment: [[first, 'age', 1]],
  decrement: [[first, 'age', 1]],
  clear: [[]],
  create: [[], [ada]],
  merge: [[ada, { name: 'Grace' }]],
  hasId: [[ada]],
  getId: [[ada]],
};
const query = () => ['select 1'];
const ways = (before) =>
  Object.fromEntries(
    Object.entries(FINDERS).map(([name, all]) => [name, all.map((args) => () => [...before, ...args])]),
  );

export function typeormCalls(typeorm, Person, isOld) {
  const { Brackets, Table, TableCheck, TableColumn, TableExclusion, TableForeignKey, TableIndex } = typeorm;
  const transaction = [
    () => [(manager) => manager.find('Person')],
    () => ['SERIALIZABLE', (manager) => manager.find('Person')],
  ];
  const condition = [() => ['age > 1'], () => [new Brackets((qb) => qb.where('age > 1'))], () => [() => 'age > 1']];
  const ids = () => [[1]];
  const mapped = (...before) => [
    () => [...before, 'p', 'p.ownerId = person.id'],
    () => [...before.slice(0, -1), (qb) => qb.from('Pet', 'q'), 'p', 'p.ownerId = person.id'],
  ];
  const joined = [() => ['person.pets', 'pet'], () => [(qb) => qb.from('Pet', 'q'), 'p', 'p.ownerId = person.id']];
  const column = (name = 'added') => new TableColumn({ name, type: 'integer', isNullable: true });
  const unique = (name = 'u') => new typeorm.TableUnique({ name, columnNames: ['id'] });
  const check = (name = 'c') => new TableCheck({ name, expression: 'id > 1' });
  const exclusion = (name = 'e') => new TableExclusion({ name, expression: 'using gist ("r" with &&)' });
  const key = (name = 'f') =>
    new TableForeignKey({ name, columnNames: ['t_id'], referencedTableName: 'keyed', referencedColumnNames: ['id'] });
  const index = (name = 'i') => new TableIndex({ name, columnNames: ['name'] });
  const person = () => [Object.assign(new Person(), ada)];
  const mongoRepository = { on: async ({ mongo }) => [(await mongo()).dataSource], args: () => ['Note'] };
  const made = new Table({ name: 'made', columns: [{ name: 'id', type: 'integer' }] });
  const remembering = {
    on: async ({ schemaRunner }) => {
      schemaRunner.enableSqlMemory();
      await schemaRunner.createTable(made);
      return [schemaRunner];
    },
    args: () => [],
  };
  const onPostgres = (build) => ({
    on: async ({ postgres }) => [build((await postgres()).createQueryBuilder('Person', 'person'))],
    args: () => ['id'],
  });
  const custom = isOld ? customRepository(typeorm) : undefined;

  return {
    '*': {
      query,
      sql: () => template,
      createQueryBuilder: () => [],
      transaction,
      getRepository: () => ['Person'],
      getTreeRepository: () => ['Category'],
      getCustomRepository: () => [custom],
      where: condition,
      andWhere: condition,
      orWhere: condition,
      whereInIds: ids,
      andWhereInIds: ids,
      orWhereInIds: ids,
      orderBy: () => ['id'],
      addOrderBy: () => ['id'],
      limit: () => [1],
      whereEntity: () => [Object.assign(new Person(), ada)],
      updateEntity: () => [false],
      into: () => ['Person'],
      from: () => ['Person', 'person'],
      values: () => [{ name: 'Hedy' }],
    },
    ...mongoCalls,
    DataSource: {
      getMongoRepository: mongoRepository,
      initialize: { on: ({ fresh }) => [fresh], args: () => [] },
      connect: { on: ({ fresh }) => [fresh], args: () => [] },
      setOptions: () => [{}],
      runMigrations: { on: ({ migrating }) => [migrating], args: () => [] },
      hasMetadata: () => ['Person'],
      getMetadata: () => ['Person'],
      createQueryBuilder: [() => [], () => ['Person', 'person']],
      getManyToManyMetadata: () => ['Person', 'tags'],
    },
    EntityManager: {
      getMongoRepository: {
        on: async ({ mongo }) => [(await mongo()).dataSource.manager],
        args: () => ['Note'],
      },
      ...ways(['Person']),
      save: [() => ['Person', ada], ({ Person: Active }) => [Object.assign(new Active(), ada)]],
      hasId: () => ['Person', ada],
      getId: () => ['Person', ada],
      createQueryBuilder: [() => [], () => ['Person', 'person']],
      withRepository: ({ dataSource }) => [dataSource.getRepository('Person')],
    },
    Repository: { ...ways([]), extend: () => [{ named: () => undefined }] },
    TreeRepository: {
      findDescendants: () => [first],
      findDescendantsTree: () => [first],
      countDescendants: () => [first],
      createDescendantsQueryBuilder: () => ['category', 'closure', first],
      findAncestors: () => [first],
      findAncestorsTree: () => [first],
      countAncestors: () => [first],
      createAncestorsQueryBuilder: () => ['category', 'closure', first],
    },
    BaseEntityClass: {
      ...ways([]),
      useDataSource: ({ dataSource }) => [dataSource],
      save: person,
      remove: person,
      softRemove: person,
      merge: person,
    },
    AbstractRepository: {
      createQueryBuilder: () => ['category'],
      createQueryBuilderFor: () => ['Person', 'person'],
      getRepositoryFor: () => ['Person'],
      getTreeRepositoryFor: () => ['Category'],
    },
    ConnectionManager: {
      has: () => ['default'],
      get: { on: () => [managerWithOne(typeorm)], args: () => ['one'] },
      create: () => [{ type: 'better-sqlite3', database: ':memory:', name: 'two' }],
    },
    QueryBuilder: {
      select: [() => [], () => ['person.id']],
      update: [() => [], () => ['Person', { name: 'Hedy' }]],
      relation: () => ['Person', 'pets'],
      setParameter: () => ['a', 1],
      setParameters: () => [{ a: 1 }],
      setNativeParameters: () => [{ a: 1 }],
      comment: () => ['why'],
      setQueryRunner: ({ runner }) => [runner],
      callListeners: () => [false],
      useTransaction: () => [true],
      addCommonTableExpression: ({ dataSource }) => [dataSource.createQueryBuilder('Pet', 'pet'), 'c'],
      hasParameter: () => ['a'],
      hasRelation: () => ['Person', 'pets'],
      escape: () => ['name'],
    },
    SelectQueryBuilder: {
      select: [() => ['person.id'], () => [(qb) => qb.select('1').from('Pet', 'p'), 'one']],
      addSelect: [() => ['person.id'], () => [(qb) => qb.select('1').from('Pet', 'p'), 'one']],
      setFindOptions: () => [second],
      maxExecutionTime: () => [100],
      distinct: () => [true],
      distinctOn: () => [['person.id']],
      from: [() => ['Person', 'p'], () => [(qb) => qb.select('*').from('Pet', 'q'), 'p']],
      addFrom: [() => ['Person', 'p'], () => [(qb) => qb.select('*').from('Pet', 'q'), 'p']],
      innerJoin: joined,
      leftJoin: joined,
      innerJoinAndSelect: joined,
      leftJoinAndSelect: joined,
      innerJoinAndMapMany: mapped('person.some', 'Pet'),
      innerJoinAndMapOne: mapped('person.some', 'Pet'),
      leftJoinAndMapMany: mapped('person.some', 'Pet'),
      leftJoinAndMapOne: mapped('person.some', 'Pet'),
      loadRelationIdAndMap: () => ['person.petIds', 'person.pets', 'pet', (qb) => qb],
      loadRelationCountAndMap: () => ['person.petCount', 'person.pets', 'pet', (qb) => qb],
      whereExists: ({ dataSource }) => [dataSource.createQueryBuilder('Pet', 'pet')],
      andWhereExists: ({ dataSource }) => [dataSource.createQueryBuilder('Pet', 'pet')],
      orWhereExists: ({ dataSource }) => [dataSource.createQueryBuilder('Pet', 'pet')],
      having: () => ['age > 1'],
      andHaving: () => ['age > 1'],
      orHaving: () => ['age > 1'],
      groupBy: () => ['person.id'],
      addGroupBy: () => ['person.age'],
      timeTravelQuery: () => [],
      orderBy: () => ['person.id'],
      addOrderBy: () => ['person.id'],
      offset: () => [1],
      take: () => [1],
      skip: () => [1],
      useIndex: () => ['i'],
      setLock: () => ['pessimistic_read'],
      setOnLocked: {
        on: (world) => [world.em.createQueryBuilder('Person', 'person').setLock('pessimistic_write')],
        args: () => ['nowait'],
      },
      cache: () => [true],
      setOption: () => ['disable-global-order'],
      stream: {
        on: async ({ postgres }) => [(await postgres()).createQueryBuilder('Person', 'person')],
        args: () => [],
      },
    },
    InsertQueryBuilder: {
      valuesFromSelect: () => [(qb) => qb.select('1', 'id').from('Pet', 'p')],
      orIgnore: () => [true],
      output: onPostgres((builder) => builder.insert().values({ name: 'Hedy' })),
      returning: onPostgres((builder) => builder.insert().values({ name: 'Hedy' })),
      orUpdate: () => [['name'], ['id']],
      onConflict: () => ['(id) do nothing'],
    },
    UpdateQueryBuilder: {
      set: () => [{ name: 'Hedy' }],
      output: onPostgres((builder) => builder.update()),
      returning: onPostgres((builder) => builder.update()),
    },
    DeleteQueryBuilder: {
      output: onPostgres((builder) => builder.delete()),
      returning: onPostgres((builder) => builder.delete()),
    },
    SoftDeleteQueryBuilder: {
      output: onPostgres((builder) => builder.softDelete()),
      returning: onPostgres((builder) => builder.softDelete()),
    },
    RelationQueryBuilder: {
      of: () => [1],
      set: { on: ({ em }) => [em.createQueryBuilder().relation('Pet', 'owner').of(1)], args: () => [2] },
      add: () => [1],
      remove: () => [1],
      addAndRemove: () => [[1], [1]],
      loadOne: { on: ({ em }) => [em.createQueryBuilder().relation('Pet', 'owner').of(1)], args: () => [] },
      execute: { on: ({ em }) => [em.createQueryBuilder('Person', 'person')], args: () => [] },
    },
    QueryRunner: {
      startTransaction: { on: ({ runner }) => [runner], args: () => [] },
      beforeMigration: { on: ({ runner }) => [runner], args: () => [] },
      afterMigration: { on: ({ runner }) => [runner], args: () => [] },
      stream: query,
      getTable: () => ['t'],
      getTables: () => [['t']],
      getView: () => ['v'],
      getViews: () => [['v']],
      hasDatabase: () => ['d'],
      hasSchema: () => ['public'],
      hasTable: () => ['t'],
      hasColumn: () => ['t', 'id'],
      createDatabase: () => ['d'],
      dropDatabase: () => ['d'],
      createSchema: () => ['other'],
      dropSchema: () => ['public', false, true],
      createTable: () => [made],
      dropTable: () => ['t'],
      createView: () => [new typeorm.View({ name: 'w', expression: 'select 1 as one' })],
      dropView: () => ['v'],
      renameTable: () => ['t', 'u'],
      changeTableComment: () => ['t', 'why'],
      addColumn: () => ['t', column()],
      addColumns: () => ['t', [column()]],
      renameColumn: () => ['t', 'name', 'title'],
      changeColumn: () => ['t', 'name', new TableColumn({ name: 'title', type: 'text' })],
      changeColumns: () => [
        't',
        [
          {
            oldColumn: new TableColumn({ name: 'name', type: 'text', isNullable: true }),
            newColumn: new TableColumn({ name: 'title', type: 'text' }),
          },
        ],
      ],
      dropColumn: () => ['t', 'name'],
      dropColumns: () => ['t', ['name']],
      createPrimaryKey: () => ['t', ['id']],
      updatePrimaryKeys: () => ['t', [new TableColumn({ name: 'id', type: 'integer', isPrimary: true })]],
      dropPrimaryKey: () => ['keyed'],
      createUniqueConstraint: () => ['t', unique()],
      createUniqueConstraints: () => ['t', [unique()]],
      dropUniqueConstraint: () => ['t', 't_name'],
      dropUniqueConstraints: () => ['t', [unique('t_name')]],
      createCheckConstraint: () => ['t', check()],
      createCheckConstraints: () => ['t', [check()]],
      dropCheckConstraint: () => ['t', 't_check'],
      dropCheckConstraints: () => ['t', [check('t_check')]],
      createExclusionConstraint: () => ['x', exclusion()],
      createExclusionConstraints: () => ['x', [exclusion()]],
      dropExclusionConstraint: () => ['x', 'x_x'],
      dropExclusionConstraints: () => ['x', [exclusion('x_x')]],
      createForeignKey: () => ['keyed', key()],
      createForeignKeys: () => ['keyed', [key()]],
      dropForeignKey: () => ['keyed', 'keyed_t'],
      dropForeignKeys: () => ['keyed', [key('keyed_t')]],
      createIndex: () => ['t', index()],
      createIndices: () => ['t', [index()]],
      dropIndex: () => ['t', 't_index'],
      dropIndices: () => ['t', [index('t_index')]],
      clearTable: () => ['t'],
      executeMemoryUpSql: remembering,
      executeMemoryDownSql: remembering,
    },
    MigrationExecutor: {
      executeMigration: ({ executor }) => [executor.getMigrations()[0]],
      insertMigration: ({ executor }) => [executor.getMigrations()[0]],
      deleteMigration: ({ executor }) => [executor.getMigrations()[0]],
    },
  };
}

function customRepository({ AbstractRepository, EntityRepository }) {
  class People extends AbstractRepository {}
  EntityRepository('Person')(People);
  return People;
}

function managerWithOne({ ConnectionManager }) {
  const manager = new ConnectionManager();
  manager.create({ type: 'better-sqlite3', database: ':memory:', name: 'one' });
  return manager;
}
