/** How to run each method of TypeORM: on SQLite, and on Postgres what SQLite lacks. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { finished } from 'node:stream/promises';
import { SendLog } from '../observe.ts';
import { typeormCalls } from './typeormCalls.mjs';
import { closeDatabases, entitiesOf, mongoOf, postgresOf, sqliteOf } from './typeormWorld.mjs';

const log = new SendLog();
export const close = closeDatabases;

/** The proof's subjects: TypeORM 1 and 0.3. */
export function subjects() {
  return Promise.resolve(['typeorm', 'typeorm-0.3'].map(subject));
}

function subject(folder) {
  const require = createRequire(new URL(`../../packages/${folder}/package.json`, import.meta.url));
  const typeorm = require('typeorm');
  const manifest = new URL(`../../packages/${folder}/node_modules/typeorm/package.json`, import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const isOld = version.startsWith('0.');
  const { Person, schemas } = entitiesOf(typeorm);
  const sqlite = sqliteOf(typeorm, require('better-sqlite3'), schemas, log);
  const postgres = postgresOf(typeorm, require('pg'), schemas, log);
  const mongo = mongoOf(typeorm, require('mongodb'), log);
  return {
    version,
    quiet: 5,
    patience: 500,
    log,
    open: () => open(typeorm, { sqlite, postgres, mongo }, Person, isOld),
    receivers: { ...receivers(), ...(isOld ? oldReceivers(typeorm) : {}) },
    calls: typeormCalls(typeorm, Person, isOld),
    after: {
      loadRelationIdAndMap: (builder) => builder.getMany(),
      loadRelationCountAndMap: (builder) => builder.getMany(),
      // The connection is given back when the stream has ended.
      stream: async (stream) => finished((await stream).resume()),
    },
    modules: { typeorm },
  };
}

async function open(typeorm, { sqlite, postgres, mongo }, Person, isOld) {
  const dataSource = await sqlite().initialize();
  Person.useDataSource(dataSource);
  const runner = dataSource.createQueryRunner();
  const fresh = sqlite({ synchronize: true });
  class Migration1700000000000 {
    up = (queryRunner) => queryRunner.query('create table migrated (id integer)');
    down = (queryRunner) => queryRunner.query('drop table migrated');
  }
  const migrating = await sqlite({ migrations: [Migration1700000000000] }).initialize();
  const executor = new typeorm.MigrationExecutor(migrating);
  const world = {
    typeorm,
    isOld,
    Person,
    dataSource,
    runner,
    em: runner.manager,
    fresh,
    migrating,
    executor,
    postgres,
    mongo,
  };
  world.close = async () => {
    await world.ended?.();
    const sources = [dataSource, fresh, migrating].filter(({ isInitialized }) => isInitialized);
    for (const source of sources) await source.destroy();
  };
  return world;
}

/** The data source on MongoDB; the world keeps the id of a document in it. */
async function mongoWorld(world) {
  const { id, dataSource } = await world.mongo();
  world.id = id;
  return dataSource;
}

/** A query runner on Postgres, in the middle of a transaction. */
async function schemaRunner(world) {
  const dataSource = await world.postgres();
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction();
  world.schemaRunner = runner;
  world.ended = async () => {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    await runner.release();
  };
  return runner;
}

/** A value of each type, in a box. */
function receivers() {
  const select = ({ em }) => em.createQueryBuilder('Person', 'person');
  return {
    DataSource: ({ dataSource }) => [dataSource],
    EntityManager: ({ em }) => [em],
    Repository: ({ em }) => [em.getRepository('Person')],
    TreeRepository: ({ em }) => [em.getTreeRepository('Category')],
    BaseEntityClass: ({ Person }) => [Person],
    BaseEntity: ({ Person }) => [Object.assign(new Person(), { id: 1, name: 'Augusta' })],
    SelectQueryBuilder: (world) => [select(world)],
    InsertQueryBuilder: (world) => [select(world).insert().values({ name: 'Hedy' })],
    UpdateQueryBuilder: (world) => [select(world).update().set({ name: 'Hedy' })],
    DeleteQueryBuilder: (world) => [select(world).delete()],
    SoftDeleteQueryBuilder: (world) => [select(world).softDelete()],
    RelationQueryBuilder: (world) => [select(world).relation('Person', 'pets').of(1)],
    WhereExpressionBuilder: (world) => [select(world)],
    MongoRepository: async (world) => [(await mongoWorld(world)).getMongoRepository('Note')],
    MongoEntityManager: async (world) => [(await mongoWorld(world)).mongoManager],
    QueryRunner: async (world) => [await schemaRunner(world)],
    MigrationExecutor: ({ executor }) => [executor],
  };
}

/** What only TypeORM 0.3 has. */
function oldReceivers({ AbstractRepository, ConnectionManager, EntityRepository }) {
  class Categories extends AbstractRepository {}
  EntityRepository('Category')(Categories);
  return {
    AbstractRepository: ({ em }) => [em.getCustomRepository(Categories)],
    ConnectionManager: () => [new ConnectionManager()],
  };
}
