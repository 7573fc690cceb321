/** How to run each method of the MongoDB driver against a server in this process. */
import { createRequire } from 'node:module';
import { SendLog } from '../observe.ts';
import { startMongo } from '../taps/mongo.ts';

const require = createRequire(new URL('../../packages/mongodb/package.json', import.meta.url));
/** The server reads and writes with the newest. */
const { BSON } = require('mongodb');

/** The proof's subjects: the newest driver, and the last release of each older major version. */
export async function subjects() {
  return Promise.all(['mongodb', 'mongodb-6', 'mongodb-5', 'mongodb-4'].map(subject));
}

/** What all calls share. */
const shared = [];

/** Lets the process end. */
export async function close() {
  for (const { client, server } of shared) {
    await client.close();
    await server.close();
  }
}

async function subject(name) {
  const driver = require(name);
  const { version } = require(`${name}/package.json`);
  const log = new SendLog();
  const server = await startMongo(BSON, log.sent);
  const client = await driver.MongoClient.connect(server.url);
  // Commands that wait for others open connections, which takes its time.
  await Promise.all(Array.from({ length: 5 }, () => client.db('test').command({ ping: 1 })));
  shared.push({ client, server });
  return {
    version,
    quiet: 5,
    patience: 1000,
    log,
    open: () => open(driver, client, server),
    receivers: RECEIVERS,
    // A client that the proof has made is closed; the one that serves all calls is not.
    after: { connect: async (made, { client: shared }) => (await made) === shared || (await made)?.close() },
    calls: callsOf(Number.parseInt(version, 10)),
    modules: { mongodb: driver },
  };
}

/** One client serves all calls; each finds the same documents. */
function open(driver, client, { store, url }) {
  store.hold({
    users: [1, 2, 3].map((_id) => ({ _id, name: `user${_id}`, age: 30 + _id })),
    'fs.files': [{ _id: 1, filename: 'notes.txt', length: 4, chunkSize: 4 }],
    'fs.chunks': [{ _id: 1, files_id: 1, n: 0, data: new BSON.Binary(Buffer.from('text')) }],
  });
  const db = client.db('test');
  const session = client.startSession();
  return { driver, url, client, db, users: db.collection('users'), session, close: () => session.endSession() };
}

/** A value of each type, in a box. */
const RECEIVERS = {
  MongoClientClass: ({ driver }) => [driver.MongoClient],
  MongoClient: ({ client }) => [client],
  Db: ({ db }) => [db],
  Collection: ({ users }) => [users],
  Cursor: ({ users }) => [users.listIndexes()],
  FindCursor: ({ users }) => [users.find()],
  AggregationCursor: ({ users }) => [users.aggregate()],
  RunCommandCursor: ({ db }) => [db.runCursorCommand({ find: 'users' })],
  ChangeStream: ({ users }) => [users.watch()],
  ClientSession: async ({ users, session }) => {
    session.startTransaction();
    await users.insertOne({ _id: 9 }, { session });
    return [session];
  },
  BulkOperation: ({ users }) => [users.initializeOrderedBulkOp().insert({ _id: 9 })],
  FindOperators: ({ users }) => [users.initializeOrderedBulkOp().find({ age: 31 })],
  Admin: ({ db }) => [db.admin()],
  GridFSBucket: ({ driver, db }) => [new driver.GridFSBucket(db)],
};

/** A session that is in no transaction yet. */
const fresh = ({ client }) => [client.startSession()];
const filter = { age: 31 };
const set = { $set: { age: 40 } };
const closeClient = (_error, client) => client.close();

function callsOf(major) {
  /** A call of the method, and one with a callback where the version takes it. */
  const also = (...args) => (major < 5 ? [() => args, () => [...args, () => {}]] : [() => args]);
  return {
    MongoClientClass: {
      connect: [
        ({ url }) => [url],
        ...(major < 5 ? [({ url }) => [url, closeClient], ({ url }) => [url, {}, closeClient]] : []),
      ],
    },
    MongoClient: {
      connect: also(),
      close: { on: ({ driver, url }) => [new driver.MongoClient(url)], args: () => [] },
      withSession: [
        ({ users }) => [(session) => users.findOne({}, { session })],
        ...(major < 5 ? [] : [({ users }) => [{}, (session) => users.findOne({}, { session })]]),
      ],
      bulkWrite: () => [[{ name: 'insertOne', namespace: 'test.users', document: { _id: 9 } }]],
    },
    Db: {
      collection: () => ['users'],
      command: also({ ping: 1 }),
      createCollection: also('pets'),
      createIndex: also('users', { age: 1 }),
      dropCollection: also('users'),
      indexInformation: also('users'),
      setProfilingLevel: also('off'),
      removeUser: also('ada'),
      renameCollection: also('users', 'people'),
      runCursorCommand: () => [{ find: 'users' }],
      addUser: also('ada', 'secret'),
    },
    Collection: {
      find: () => [filter],
      findOne: also(filter),
      aggregate: () => [[{ $match: filter }]],
      countDocuments: also(filter),
      count: also(filter),
      distinct: also('age'),
      insertOne: also({ _id: 9 }),
      insertMany: also([{ _id: 9 }]),
      insert: also([{ _id: 9 }], {}),
      updateOne: also(filter, set),
      updateMany: also(filter, set),
      update: also(filter, set, {}),
      replaceOne: also(filter, { age: 40 }),
      deleteOne: also(filter),
      deleteMany: also(filter),
      remove: also(filter, {}),
      findOneAndUpdate: also(filter, set),
      findOneAndReplace: also(filter, { age: 40 }),
      findOneAndDelete: also(filter),
      bulkWrite: also([{ insertOne: { document: { _id: 9 } } }]),
      createIndex: also({ age: 1 }),
      createIndexes: also([{ key: { age: 1 } }]),
      dropIndex: also('age_1'),
      indexExists: also('_id_'),
      createSearchIndex: () => [{ name: 'text', definition: {} }],
      createSearchIndexes: () => [[{ name: 'text', definition: {} }]],
      updateSearchIndex: () => ['text', {}],
      dropSearchIndex: () => ['text'],
      rename: also('people'),
      mapReduce: also('function () {}', 'function () {}', { out: { inline: 1 } }),
    },
    Cursor: {
      forEach: [() => [() => {}], () => [() => {}, () => {}]],
      map: () => [(document) => document],
      addCursorFlag: () => ['noCursorTimeout', true],
      batchSize: () => [1],
      maxTimeMS: () => [1000],
      withReadConcern: () => ['local'],
      withReadPreference: () => ['primary'],
    },
    FindCursor: {
      filter: () => [filter],
      project: () => [{ age: 1 }],
      sort: () => [{ age: 1 }],
      limit: () => [1],
      skip: () => [1],
      hint: () => ['_id_'],
      min: () => [{ age: 1 }],
      max: () => [{ age: 99 }],
      addQueryModifier: () => ['$comment', 'note'],
      comment: () => ['note'],
      maxAwaitTimeMS: () => [1],
      allowDiskUse: { on: ({ users }) => [users.find().sort({ age: 1 })], args: () => [true] },
      collation: () => [{ locale: 'en' }],
    },
    AggregationCursor: {
      addStage: () => [{ $limit: 1 }],
      group: () => [{ _id: '$age' }],
      limit: () => [1],
      match: () => [filter],
      out: () => ['pets'],
      project: () => [{ age: 1 }],
      lookup: () => [{ from: 'pets', localField: '_id', foreignField: 'owner', as: 'pets' }],
      redact: () => ['$$KEEP'],
      skip: () => [1],
      sort: () => [{ age: 1 }],
      unwind: () => ['$pets'],
      geoNear: () => [{ near: [0, 0], distanceField: 'distance' }],
    },
    RunCommandCursor: { setComment: () => ['note'], setMaxTimeMS: () => [1], setBatchSize: () => [1] },
    ClientSession: {
      startTransaction: { on: fresh, args: () => [] },
      endSession: { on: fresh, args: () => [] },
      withTransaction: { on: fresh, args: ({ users }) => [(session) => users.insertOne({ _id: 9 }, { session })] },
      advanceOperationTime: ({ driver }) => [new driver.Timestamp({ t: 1, i: 1 })],
      advanceClusterTime: ({ driver }) => [
        { clusterTime: new driver.Timestamp({ t: 1, i: 1 }), signature: { hash: new driver.Binary(), keyId: 0 } },
      ],
    },
    BulkOperation: {
      insert: () => [{ _id: 8 }],
      find: () => [filter],
      raw: () => [{ insertOne: { document: { _id: 8 } } }],
      execute: also(),
    },
    FindOperators: {
      update: () => [set],
      updateOne: () => [set],
      replaceOne: () => [{ age: 40 }],
      collation: () => [{ locale: 'en' }],
      arrayFilters: () => [[{ 'pet.age': 1 }]],
      hint: () => ['_id_'],
    },
    Admin: {
      command: also({ ping: 1 }),
      removeUser: also('ada'),
      validateCollection: also('users'),
      addUser: also('ada', 'secret'),
    },
    GridFSBucket: {
      openDownloadStream: () => [1],
      openDownloadStreamByName: () => ['notes.txt'],
      delete: also(1),
      rename: also(1, 'more.txt'),
    },
  };
}
