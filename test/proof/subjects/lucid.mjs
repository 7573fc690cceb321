/** How to run each method of Lucid: models on SQLite, and what SQLite has not on a PostgreSQL that records. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { SendLog } from '../observe.ts';
import { tapPrepare } from '../taps.ts';
import { recordingPg } from '../taps/recordingPg.mjs';
import { lucidCalls } from './lucidCalls.mjs';

const folder = new URL('../../packages/lucid/', import.meta.url);
const require = createRequire(new URL('package.json', folder));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const log = new SendLog();

const TABLES = [
  'create table users (id integer primary key, name text, age integer, data text, team_id integer)',
  'create table teams (id integer primary key, name text)',
  'create table profiles (id integer primary key, user_id integer, bio text)',
  'create table posts (id integer primary key, user_id integer, title text)',
  'create table tags (id integer primary key, label text)',
  'create table tag_user (user_id integer, tag_id integer)',
  "insert into teams (id, name) values (1, 'Analysts')",
  "insert into users (id, name, age, team_id) values (1, 'Ada', 36, 1)",
  "insert into profiles (id, user_id, bio) values (1, 1, 'Countess')",
  "insert into posts (id, user_id, title) values (1, 1, 'Notes')",
  "insert into tags (id, label) values (1, 'new')",
  'insert into tag_user (user_id, tag_id) values (1, 1)',
];

/** The proof's subjects: the versions of Lucid under the names they are installed by. */
export async function subjects() {
  tapPrepare(require('better-sqlite3'), log.sent);
  const pg = require('pg');
  Object.assign(pg, recordingPg(pg, log.sent));
  return Promise.all(['@adonisjs/lucid', 'lucid-21'].map(subject));
}

async function subject(installed) {
  const database = await load(`${installed}/database`);
  const orm = await load(`${installed}/orm`);
  const manifest = new URL(`node_modules/${installed}/package.json`, folder);
  return {
    version: JSON.parse(readFileSync(manifest, 'utf8')).version,
    quiet: 4,
    log,
    open: () => open(database.Database, orm),
    receivers: RECEIVERS,
    calls: lucidCalls(),
    after: AFTER,
    modules: { '@adonisjs/lucid/database': database, '@adonisjs/lucid/orm': orm },
    either: { AnyRelationClient: ['HasManyClient', 'HasOneClient', 'BelongsToClient', 'ManyToManyClient'] },
  };
}

async function open(Database, orm) {
  const quiet = {
    emit() {},
    hasListeners: () => false,
    listenerCount: () => 0,
    trace() {},
    warn() {},
    debug() {},
    error() {},
  };
  // What a transaction can not send through its own connection takes the second, an empty database.
  const pool = { min: 1, max: 2 };
  const connections = {
    sqlite: { client: 'better-sqlite3', connection: { filename: ':memory:' }, useNullAsDefault: true, pool },
    pg: { client: 'pg', version: '16', connection: {}, pool },
  };
  const db = new Database({ connection: 'sqlite', connections }, quiet, quiet);
  for (const statement of TABLES) await db.rawQuery(statement);
  const models = modelsOf(db, orm);
  const user = await models.User.findOrFail(1);
  const started = [];
  return {
    db,
    ...models,
    user,
    async begin(opener = db) {
      const transaction = await opener.transaction();
      started.push(transaction);
      return transaction;
    },
    async close() {
      for (const transaction of started) if (!transaction.isCompleted) await transaction.rollback();
      await db.manager.closeAll();
    },
  };
}

function modelsOf(db, { BaseModel, Adapter, column, hasOne, hasMany, belongsTo, manyToMany, scope }) {
  const model = (table, columns) => {
    class Model extends BaseModel {
      static table = table;
      static adults = scope((query) => {
        query.where('age', '>', 17);
      });
    }
    Model.$adapter = new Adapter(db);
    Model.boot();
    column({ isPrimary: true })(Model.prototype, 'id');
    for (const name of columns) column()(Model.prototype, name);
    return Model;
  };
  const Team = model('teams', ['name']);
  const Profile = model('profiles', ['userId', 'bio']);
  const Post = model('posts', ['userId', 'title']);
  const Tag = model('tags', ['label']);
  const User = model('users', ['name', 'age', 'data', 'teamId']);
  const related = { foreignKey: 'userId', localKey: 'id' };
  hasOne(() => Profile, related)(User.prototype, 'profile');
  hasMany(() => Post, related)(User.prototype, 'posts');
  belongsTo(() => Team, { foreignKey: 'teamId', localKey: 'id' })(User.prototype, 'team');
  manyToMany(() => Tag, {
    pivotTable: 'tag_user',
    pivotForeignKey: 'user_id',
    pivotRelatedForeignKey: 'tag_id',
  })(User.prototype, 'tags');
  const owner = belongsTo(() => User, { foreignKey: 'userId', localKey: 'id' });
  owner(Post.prototype, 'owner');
  owner(Profile.prototype, 'owner');
  manyToMany(() => User, {
    pivotTable: 'tag_user',
    pivotForeignKey: 'tag_id',
    pivotRelatedForeignKey: 'user_id',
  })(Tag.prototype, 'owner');
  return { User, Post, Team, Tag, Profile };
}

/** A value of each type, in a box. */
const RECEIVERS = {
  DatabaseQueryBuilder: ({ db }) => [db.from('users').where('id', 1)],
  InsertQueryBuilder: ({ db }) => [db.table('users').insert({ name: 'Grace' })],
  OnConflict: ({ db }) => [db.table('users').insert({ id: 1, name: 'Grace' }).onConflict('id')],
  RawQueryBuilder: ({ db }) => [db.rawQuery('select 1')],
  ModelQueryBuilder: ({ User }) => [User.query().where('id', 1)],
  RelationQueryBuilder: ({ user }) => [user.related('posts').query()],
  HasManyQueryBuilder: ({ user }) => [user.related('posts').query()],
  ManyToManyQueryBuilder: ({ user }) => [user.related('tags').query()],
  LazyAggregates: ({ user }) => [user.loadCount('posts')],
  Database: ({ db }) => [db],
  QueryClient: ({ db }) => [db.connection()],
  TransactionClient: async ({ begin }) => [await begin()],
  ModelClass: ({ User }) => [User],
  Row: ({ user }) => {
    user.name = 'Grace';
    return [user];
  },
  HasOneClient: ({ user }) => [user.related('profile')],
  HasManyClient: ({ user }) => [user.related('posts')],
  BelongsToClient: ({ user }) => [user.related('team')],
  ManyToManyClient: ({ user }) => [user.related('tags')],
};

/** By method: a query calls the functions it was given when it is sent, and a transaction is to be closed. */
const AFTER = new Proxy({}, { get: () => finish });

async function finish(result) {
  const isQuery = typeof result?.toSQL === 'function';
  if (!isQuery && !(result instanceof Promise)) return;
  try {
    const value = await result;
    if (value?.isTransaction && !value.isCompleted) await value.rollback();
  } catch {
    // Not all that can be built can be sent to SQLite; the functions have been called all the same.
  }
}
