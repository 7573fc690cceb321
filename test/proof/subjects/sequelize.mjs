/** How to run each method of Sequelize: models on SQLite, and what only servers have on a PostgreSQL that records. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SendLog } from '../observe.ts';
import { recordingPg } from '../taps/recordingPg.mjs';
import { sqlite3Over } from '../taps/sqlite3.mjs';
import { sequelizeCalls } from './sequelizeCalls.mjs';

const folder = new URL('../../packages/sequelize/', import.meta.url);
const require = createRequire(new URL('package.json', folder));
const log = new SendLog();
/** What Sequelize sends on its own: the settings of a new connection, and 6 asks SQLite for types before a SELECT. */
const OWN = /^(PRAGMA table_info|SET (standard_conforming_strings|client_min_messages|TIME ZONE)|\s*WITH ranges)/;
const sent = (statement) => {
  if (!OWN.test(statement)) log.sent(statement);
};
const sqlite3Module = sqlite3Over(require('better-sqlite3'), sent);
const pgModule = recordingPg(require('pg'), sent);

/** The proof's subjects: Sequelize 6 with sequelize-typescript, and the alpha of Sequelize 7. */
export function subjects() {
  require('reflect-metadata');
  return Promise.resolve([six(), seven()]);
}

function six() {
  const sequelize = require('sequelize');
  const typescript = require('sequelize-typescript');
  const quiet = { logging: false };
  const { Sequelize } = sequelize;
  const sqlite = { ...quiet, dialect: 'sqlite', dialectModule: sqlite3Module };
  const open = () =>
    world(new Sequelize(sqlite), {
      module: sequelize,
      pg: () => new Sequelize({ ...quiet, dialect: 'postgres', dialectModule: pgModule, databaseVersion: '16.0.0' }),
      begin: (client) => client.transaction(),
      decorated: () => decorated(new typescript.Sequelize(sqlite), typescript),
    });
  return {
    version: versionOf('sequelize'),
    quiet: 5,
    log,
    open,
    receivers: receivers(sequelize),
    calls: sequelizeCalls(false),
    after: hooksFired,
    modules: {
      sequelize: Object.assign(Object.create(sequelize), { default: sequelize }),
      'sequelize-typescript': typescript,
    },
  };
}

function seven() {
  const sequelize = require('@sequelize/core');
  const { SqliteDialect } = require('@sequelize/sqlite3');
  const { PostgresDialect } = require('@sequelize/postgres');
  const { Sequelize } = sequelize;
  const pool = { max: 1, idle: Infinity, maxUses: Infinity };
  const quiet = { logging: false, noTypeValidation: true };
  return {
    version: versionOf('@sequelize/core'),
    quiet: 5,
    log,
    open: () =>
      world(new Sequelize({ ...quiet, dialect: SqliteDialect, storage: ':memory:', pool, sqlite3Module }), {
        module: sequelize,
        pg: () => new Sequelize({ ...quiet, dialect: PostgresDialect, pgModule, databaseVersion: '16.0.0' }),
        begin: (client) => client.startUnmanagedTransaction(),
      }),
    receivers: receivers(sequelize),
    calls: sequelizeCalls(true),
    after: hooksFired,
    modules: { '@sequelize/core': sequelize },
  };
}

function versionOf(name) {
  return JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, folder), 'utf8')).version;
}

/** Users with posts and tags, some of each stored, and when asked for the same users on a server. */
async function world(client, { module, pg, begin, decorated: decorate }) {
  const { User, Post, Tag } = modelsOf(client, module);
  await client.sync();
  const user = await User.create({ name: 'Ada', age: 36 });
  const post = await Post.create({ title: 'Notes', userId: user.id });
  const started = [];
  let server;
  let serverUser;
  return {
    client,
    module,
    User,
    Post,
    Tag,
    user,
    post,
    decorate,
    get pg() {
      return (server ??= pg());
    },
    get Server() {
      return (serverUser ??= this.pg.define('user', columns(module), options(this.pg, 'user')));
    },
    async start(on) {
      const transaction = await begin(on);
      started.push(transaction);
      return transaction;
    },
    async close() {
      for (const transaction of started) await transaction.rollback().catch(() => undefined);
      await Promise.allSettled([client.close(), server?.close()]);
    },
  };
}

function columns({ DataTypes }) {
  return { name: DataTypes.STRING, age: DataTypes.INTEGER };
}

function modelsOf(client, module) {
  const { DataTypes } = module;
  const email = { type: DataTypes.STRING, unique: true };
  class User extends module.Model {}
  User.init({ ...columns(module), email }, options(client, 'user', { paranoid: true }));
  const Post = client.define('post', { title: DataTypes.STRING }, options(client, 'post'));
  const Tag = client.define('tag', { label: DataTypes.STRING }, options(client, 'tag'));
  User.hasMany(Post);
  if (!Post.associations.user) Post.belongsTo(User);
  User.belongsToMany(Tag, { through: 'user_tags' });
  return { User, Post, Tag };
}

/** The same with the decorators of sequelize-typescript: people with notes. */
async function decorated(client, { Model, Table, Column, ForeignKey, HasMany }) {
  class Note extends Model {}
  class Person extends Model {}
  const type = (holder, name, constructor) =>
    Column(holder.prototype, name, void Reflect.defineMetadata('design:type', constructor, holder.prototype, name));
  type(Person, 'name', String);
  type(Person, 'age', Number);
  type(Note, 'text', String);
  ForeignKey(() => Person)(Note.prototype, 'personId');
  type(Note, 'personId', Number);
  HasMany(() => Note)(Person.prototype, 'notes');
  Table({ tableName: 'people', modelName: 'Person', paranoid: true })(Person);
  Table({ tableName: 'notes', modelName: 'Note' })(Note);
  client.addModels([Person, Note]);
  await client.sync();
  const person = await Person.create({ name: 'Ada', age: 36 });
  return { client, Person, person, note: await Note.create({ text: 'Hello', personId: person.id }) };
}

function options(sequelize, modelName, more) {
  return { sequelize, modelName, tableName: `${modelName}s`, ...more };
}

/** A value of each type, in a box. */
function receivers({ Sequelize }) {
  const method =
    (name) =>
    ({ user }) => [user[name].bind(user)];
  return {
    Sequelize: ({ client }) => [client],
    SequelizeTypescript: async (world) => [Object.assign(world, await world.decorate()).client],
    SequelizeClass: () => [Sequelize],
    Models: ({ client }) => [client.models],
    ModelClass: ({ User }) => [User],
    Model: changed,
    TableModel: async (world) => changed({ user: Object.assign(world, await world.decorate()).person }),
    RowsAndCount: async ({ User }) => [await User.findAndCountAll()],
    Association: ({ User }) => [User.associations.posts],
    OneAssociation: ({ Post }) => [Post.associations.user],
    ManyAssociation: ({ User }) => [User.associations.posts],
    GetOneMixin: ({ post }) => [post.getUser.bind(post)],
    GetManyMixin: method('getPosts'),
    CreateMixin: method('createPost'),
    SetMixin: method('setPosts'),
    AddMixin: method('addPost'),
    RemoveMixin: method('removePost'),
    HasMixin: method('hasPost'),
    CountMixin: method('countPosts'),
    Transaction: async ({ start, client }) => [await start(client)],
    QueryInterface: async (world) => {
      // Its first connection sends statements of its own.
      world.serverTransaction = await world.start(world.pg);
      return [world.pg.getQueryInterface()];
    },
  };
}

/** An instance with something to save. */
function changed({ user }) {
  user.name = 'Grace';
  return [user];
}

/** By hook, what makes it be called: everything that has hooks is done once. */
const HOOKS = /^(before|after)(Validate|Create|Destroy|Restore|Update|Save|Bulk\w+|Count|Find\w*|Sync|Define|Init)$/;
const hooksFired = new Proxy({}, { get: (_, name) => (HOOKS.test(String(name)) ? fireHooks : undefined) });

async function fireHooks(_result, { client, module, User }) {
  const user = await User.create({ name: 'Alan', age: 41 });
  await user.update({ age: 42 });
  await user.destroy();
  await user.restore();
  await User.bulkCreate([{ name: 'Edsger' }]);
  await User.update({ age: 1 }, { where: { name: 'Edsger' } });
  await User.findAll();
  await User.count();
  await User.destroy({ where: { name: 'Edsger' } });
  client.define('later', {});
  await client.sync();
  await new client.constructor({ ...client.rawOptions, ...(client.rawOptions ? {} : client.options) }).close();
  return module;
}
