/** How to run each method of MikroORM on SQLite. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { SendLog } from '../observe.ts';
import { tapPrepare } from '../taps.ts';
import { mikroOrmCalls } from './mikroOrmCalls.mjs';

const log = new SendLog();

/** The proof's subjects: MikroORM 7 and 6. */
export async function subjects() {
  return [await subject('mikro-orm', '@mikro-orm/sqlite'), await subject('mikro-orm-6', '@mikro-orm/better-sqlite')];
}

async function subject(folder, driver) {
  const at = new URL(`../../packages/${folder}/package.json`, import.meta.url);
  const { resolve } = createRequire(at);
  const manifest = new URL(`../../packages/${folder}/node_modules/@mikro-orm/core/package.json`, import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const orm = await import(pathToFileURL(resolve(driver)));
  const { default: Database } = await import(pathToFileURL(resolve('better-sqlite3')));
  tapPrepare(Database, log.sent);
  const isOld = version.startsWith('6.');
  const entities = entitiesOf(orm);
  return {
    version,
    quiet: 5,
    patience: 500,
    log,
    open: () => open(orm, entities, isOld),
    receivers: receivers(orm),
    calls: mikroOrmCalls(orm, entities, isOld),
    after: {
      init: async (result, world) => {
        const started = await result;
        if (typeof started?.close === 'function') world.opened.push(started);
      },
      initSync: (started, world) => {
        world.opened.push(started);
      },
      begin: async (result, world) => {
        world.trx = await result;
      },
    },
    modules: { [driver]: orm },
  };
}

function entitiesOf({ BaseEntity, EntitySchema }) {
  class Person extends BaseEntity {}
  class Pet {
    id;
  }
  const person = new EntitySchema({
    class: Person,
    properties: {
      id: { type: 'number', primary: true },
      name: { type: 'string', nullable: true },
      story: { type: 'string', nullable: true, lazy: true, ref: true },
      version: { type: 'number', version: true },
      pets: { kind: '1:m', entity: () => Pet, mappedBy: 'owner' },
    },
    filters: { named: { name: 'named', cond: { name: 'Ada' }, default: false } },
  });
  const pet = new EntitySchema({
    class: Pet,
    properties: {
      id: { type: 'number', primary: true },
      name: { type: 'string', nullable: true },
      owner: { kind: 'm:1', entity: () => Person, ref: true, nullable: true },
    },
  });
  return { Person, Pet, schemas: [person, pet] };
}

const ROWS = `
  insert into person (id, name, story, version) values (1, 'Ada', 'Long.', 1);
  insert into person (id, name, story, version) values (2, 'Grace', 'Longer.', 1);
  insert into pet (id, name, owner_id) values (1, 'Byron', 1);`;

async function open(module, { Person, Pet, schemas }, isOld) {
  const options = { entities: schemas, dbName: ':memory:', allowGlobalContext: true };
  const orm = await module.MikroORM.init(options);
  await (isOld ? orm.schema.createSchema() : orm.schema.create());
  for (const row of ROWS.split(';').filter((text) => text.trim() !== '')) await orm.em.getConnection().execute(row);
  const em = orm.em.fork();
  const opened = [orm];
  const world = {
    orm,
    em,
    Person,
    Pet,
    /** A new entity that the next flush inserts. */
    pending: () => em.persist(em.create(Person, { id: 7, name: 'Hedy', version: 1 }, { persist: false })),
    options: () => options,
    unconnected: async () => {
      const other = isOld ? module.MikroORM.initSync(options) : await module.MikroORM.init(options);
      opened.push(other);
      return other;
    },
    opened,
  };
  world.close = async () => {
    // A transaction that is left open would keep the connection.
    if (em.isInTransaction()) await em.rollback();
    if (world.trx) await em.getConnection().rollback(world.trx);
    for (const each of opened) await each.close(true);
  };
  return world;
}

/** A value of each type, in a box. */
function receivers({ MikroORM, RequestContext, wrap }) {
  const ada = ({ em, Person }) => em.findOneOrFail(Person, 1);
  const byron = ({ em, Pet }) => em.findOneOrFail(Pet, 1);
  return {
    MikroORM: ({ orm }) => [orm],
    MikroORMClass: () => [MikroORM],
    EntityManager: ({ em }) => [em],
    SqlEntityManager: ({ em }) => [em],
    EntityRepository: ({ em, Person }) => [em.getRepository(Person)],
    SqlEntityRepository: ({ em, Person }) => [em.getRepository(Person)],
    SchemaGenerator: ({ orm }) => [orm.schema],
    Connection: ({ em }) => [em.getConnection()],
    BaseEntity: async (world) => [await ada(world)],
    WrappedEntity: async (world) => [wrap(await byron(world))],
    Collection: async (world) => [(await ada(world)).pets],
    Reference: async (world) => [(await byron(world)).owner],
    ScalarReference: async (world) => [(await ada(world)).story],
    RequestContext: () => [RequestContext],
    QueryBuilder: ({ em, Person }) => [em.createQueryBuilder(Person, 'p').select('*')],
    RunQueryBuilder: ({ em, Person }) => [em.createQueryBuilder(Person).insert({ id: 8, name: 'Hedy', version: 1 })],
  };
}
