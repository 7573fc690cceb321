/** What TypeORM is proved on: entities, and databases for them in this process. */
import { startMongo } from '../taps/mongo.ts';
import { tapPostgres } from '../taps/postgres.ts';
import { tapPrepare } from '../taps.ts';

const TABLES = `
  create table person (id integer primary key, name text, age integer, version integer, "deletedAt" datetime);
  create table pet (id integer primary key, name text, "ownerId" integer references person (id));
  create table tag (id integer primary key, name text);
  create table tagging ("personId" integer, "tagId" integer, primary key ("personId", "tagId"));
  create table category (id integer primary key, name text, age integer, "deletedAt" datetime, "parentId" integer, mpath varchar default '');
  insert into person (id, name, age) values (1, 'Ada', 36), (2, 'Grace', 40);
  insert into pet values (1, 'Byron', 1);
  insert into category (id, name, "parentId", mpath) values (1, 'Animals', null, '1.'), (2, 'Cats', 1, '1.2.');`;

/** The schema of Postgres that schema changes are tried on. */
const SCHEMA = `
  drop schema if exists "public" cascade; create schema "public"; drop schema if exists "other" cascade;
  create table "t" ("id" integer not null, "name" text, constraint "t_name" unique ("name"), constraint "t_check" check (id > 0));
  create table "keyed" ("id" integer primary key, "t_id" integer, constraint "keyed_t" foreign key ("t_id") references "keyed" ("id"));
  create index "t_index" on "t" ("name");
  create view "v" as select 1 as "one";
  create table "x" ("r" int4range, constraint "x_x" exclude using gist ("r" with &&));
  create table "person" ("id" integer primary key, "name" text, "age" integer, "deletedAt" timestamp);`;

const id = { type: Number, primary: true, generated: true };
const text = { type: String, nullable: true };
const age = { type: Number, nullable: true };
const deletedAt = { type: Date, nullable: true, deleteDate: true };

/** The entities; `Person` is an active record. */
export function entitiesOf({ BaseEntity, EntitySchema }) {
  class Person extends BaseEntity {}
  const person = new EntitySchema({
    name: 'Person',
    target: Person,
    columns: { id, name: text, age, deletedAt },
    relations: {
      pets: { type: 'one-to-many', target: 'Pet', inverseSide: 'owner' },
      tags: { type: 'many-to-many', target: 'Tag', joinTable: { name: 'tagging' } },
    },
  });
  const tag = new EntitySchema({ name: 'Tag', columns: { id, name: text } });
  const pet = new EntitySchema({
    name: 'Pet',
    columns: { id, name: text },
    relations: { owner: { type: 'many-to-one', target: 'Person', inverseSide: 'pets' } },
  });
  const category = new EntitySchema({
    name: 'Category',
    columns: { id, name: text, age, deletedAt },
    trees: [{ type: 'materialized-path' }],
    relations: {
      parent: { type: 'many-to-one', target: 'Category', treeParent: true },
      children: { type: 'one-to-many', target: 'Category', treeChildren: true, inverseSide: 'parent' },
    },
  });
  return { Person, schemas: [person, pet, tag, category] };
}

/** Data sources on SQLite, told by better-sqlite3, which need not be initialized. */
export function sqliteOf({ DataSource }, driver, schemas, log) {
  tapPrepare(driver, log.sent);
  return (options = {}) =>
    new DataSource({
      type: 'better-sqlite3',
      driver,
      database: ':memory:',
      entities: schemas,
      statementCacheSize: 0,
      prepareDatabase: (database) => void database.exec(TABLES),
      ...options,
    });
}

let tap;
let told = () => {};
const opened = [];
const servers = [];

/** A data source on Postgres, for what SQLite lacks. It is opened once: whoever changes its tables rolls that back. */
export function postgresOf({ DataSource }, driver, schemas, log) {
  let dataSource;
  return async () => {
    tap ??= await tapPostgres((statement) => told(statement));
    told = log.sent;
    if (!dataSource) {
      dataSource = new DataSource({ type: 'postgres', driver, url: tap.url, entities: schemas, poolSize: 2 });
      await dataSource.initialize();
      opened.push(dataSource);
      await dataSource.query(SCHEMA);
    }
    return dataSource;
  };
}

/** A data source on MongoDB, opened once; the documents are new each time. */
export function mongoOf({ DataSource, EntitySchema }, driver, log) {
  const note = new EntitySchema({
    name: 'Note',
    columns: { _id: { type: 'string', objectId: true, primary: true, generated: true }, name: text, age },
  });
  let open;
  return async () => {
    open ??= connect();
    const { dataSource, server } = await open;
    const id = new driver.ObjectId('6740a1b2c3d4e5f601234567');
    server.store.hold({
      note: [
        { _id: id, name: 'Ada', age: 36 },
        { _id: new driver.ObjectId(), name: 'Grace', age: 40 },
      ],
    });
    return { id, dataSource };
  };

  async function connect() {
    const server = await startMongo(driver.BSON, log.sent);
    servers.push(server);
    const dataSource = new DataSource({ type: 'mongodb', driver, url: server.url, entities: [note] });
    await dataSource.initialize();
    opened.push(dataSource);
    return { dataSource, server };
  }
}

export async function closeDatabases() {
  for (const dataSource of opened) await dataSource.destroy();
  for (const server of servers) await server.close();
  await tap?.close();
}
