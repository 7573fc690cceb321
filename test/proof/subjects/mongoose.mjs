/** How to run each method of Mongoose against a server in this process. */
import { createRequire } from 'node:module';
import { SendLog } from '../observe.ts';
import { startMongo } from '../taps/mongo.ts';
import { mongooseCalls } from './mongooseCalls.mjs';

const require = createRequire(new URL('../../packages/mongodb/package.json', import.meta.url));
/** The server reads and writes with the newest. */
const { BSON } = require('mongodb');
/** What all calls of a version share. */
const shared = [];

/** The proof's subjects: the newest Mongoose, and the last release of each older major version. */
export async function subjects() {
  return Promise.all(['mongoose', 'mongoose-8', 'mongoose-7', 'mongoose-6'].map(subject));
}

/** Lets the process end. */
export async function close() {
  for (const { mongoose, server } of shared) {
    await mongoose.disconnect();
    await server.close();
  }
}

async function subject(name) {
  const mongoose = require(name);
  const { version } = require(`${name}/package.json`);
  const log = new SendLog();
  const server = await startMongo(BSON, log.sent);
  // Version 6 warns of it, and 7 decides it otherwise.
  mongoose.set('strictQuery', false);
  const options = { autoCreate: false, autoIndex: false };
  await mongoose.connect(server.url, options);
  shared.push({ mongoose, server });
  const { connection } = mongoose;
  // Commands that wait for others open connections, which takes its time.
  await Promise.all(Array.from({ length: 5 }, () => connection.db.command({ ping: 1 })));
  const User = mongoose.model('User', userSchema(mongoose));
  const client = await new mongoose.mongo.MongoClient(server.url).connect();
  const world = { mongoose, connection, User, ...pagedModels(mongoose), url: server.url, options, client };
  return {
    version,
    quiet: 5,
    patience: 1000,
    log,
    open: () => open(world, server.store),
    receivers: RECEIVERS,
    calls: mongooseCalls(Number.parseInt(version, 10)),
    // Typegoose is written for the newest.
    modules: { mongoose, ...(name === 'mongoose' && { '@typegoose/typegoose': require('@typegoose/typegoose') }) },
  };
}

function userSchema({ Schema }) {
  return new Schema({
    _id: Number,
    name: String,
    age: Number,
    friend: { type: Number, ref: 'User' },
    tags: [String],
    place: Schema.Types.Mixed,
    __v: Number,
  });
}

/** Models with the plugins that page through results, which work with every version. */
function pagedModels({ Schema, model }) {
  const paged = (name, plugin) =>
    model(name, new Schema({ _id: Number, age: Number }, { collection: 'users' }).plugin(plugin));
  return {
    Paged: paged('Paged', require('mongoose-paginate-v2')),
    AggregatePaged: paged('AggregatePaged', require('mongoose-aggregate-paginate-v2')),
  };
}

/** One connection serves all calls; each finds the same documents. */
function open(world, store) {
  store.hold({
    users: [1, 2, 3].map((_id) => ({ _id, name: `user${_id}`, age: 30 + _id, friend: 1, tags: [], __v: 0 })),
  });
  const { User } = world;
  const user = User.hydrate({ _id: 1, name: 'user1', age: 31, friend: 2, tags: [], __v: 0 });
  const newUser = new User({ _id: 9, name: 'user9' });
  return { ...world, user, newUser, close: () => {} };
}

/** A value of each type, in a box. */
const RECEIVERS = {
  Mongoose: ({ mongoose }) => [mongoose],
  Models: ({ mongoose }) => [mongoose.models],
  Connection: ({ connection }) => [connection],
  Model: ({ User }) => [User],
  PaginateModel: ({ Paged }) => [Paged],
  AggregatePaginateModel: ({ AggregatePaged }) => [AggregatePaged],
  Query: ({ User }) => [User.countDocuments()],
  DocumentQuery: ({ User }) => [User.findOne()],
  DocumentsQuery: ({ User }) => [User.find()],
  Aggregate: ({ User }) => [User.aggregate([{ $match: { age: 31 } }])],
  Cursor: ({ User }) => [User.find().cursor()],
  ChangeStream: ({ User }) => [User.watch()],
  Document: ({ user }) => [user],
  Schema: ({ User }) => [User.schema.clone()],
};
