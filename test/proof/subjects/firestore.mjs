/** How to run each method of Firestore's client for servers, against a server that only answers. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SendLog } from '../observe.ts';
import { tapFirestore } from '../taps/firestoreServer.mjs';

const PACKAGES = new URL('../../packages/firestore/', import.meta.url);
const require = createRequire(new URL('package.json', PACKAGES));
const log = new SendLog();
const server = await tapFirestore(log.sent);
process.env.FIRESTORE_EMULATOR_HOST = `127.0.0.1:${server.port}`;
const clients = [];

/** The proof's subjects: the newest client, with the newest administration of Firebase, and older ones. */
export async function subjects() {
  return Promise.all([
    subject('@google-cloud/firestore', 'firebase-admin'),
    subject('firestore-7', 'firebase-admin-12'),
  ]);
}

/** Stops the server, and the clients that would connect to it again. */
export async function close() {
  server.close();
  await Promise.all(clients.map((client) => client.terminate()));
}

async function subject(installed, administration) {
  const module = require(installed);
  const manifest = new URL(`node_modules/${installed}/package.json`, PACKAGES);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const connect = () => {
    const client = new module.Firestore({ projectId: 'p' });
    clients.push(client);
    return client;
  };
  const db = connect();
  // The first requests connect.
  const read = await db.doc('c/d').get();
  await new Promise((done) => {
    const unsubscribe = db.doc('c/d').onSnapshot(() => {});
    setTimeout(() => done(unsubscribe()), 300);
  });
  const admin = require(administration);
  const isOld = version.startsWith('7.');
  const app = admin.initializeApp({ projectId: 'p' });
  return {
    version,
    quiet: 40,
    patience: 500,
    log,
    open: () => ({ db, connect, app, read, writers: [], close: closeWriters }),
    receivers: receivers(isOld),
    inside: { Transaction: ({ db: { runTransaction } }, use) => Reflect.apply(runTransaction, db, [use]) },
    calls: CALLS,
    after: { onSnapshot: (unsubscribe) => unsubscribe(), bulkWriter: (bulk) => bulk.close() },
    modules: {
      '@google-cloud/firestore': module,
      'firebase-admin/firestore': require(`${administration}/firestore`),
      ...(isOld && { 'firebase-admin': admin }),
    },
  };
}

/** A client with a writer that is open can't be ended. */
async function closeWriters() {
  for (const bulk of this.writers) {
    try {
      await bulk.close();
    } catch {
      // The call that was watched has closed it.
    }
  }
}

const collection = ({ db }) => db.collection('c');
const doc = ({ db }) => db.doc('c/d');
const vector = (world) =>
  collection(world).findNearest({ vectorField: 'v', queryVector: [1], limit: 1, distanceMeasure: 'COSINE' });

/** A value of each type, in a box. */
function receivers(isOld) {
  return {
    Firestore: ({ db }) => [db],
    WriteBatch: (world) => [world.db.batch().set(doc(world), { a: 1 })],
    BulkWriter: (world) => [writer(world)],
    Query: (world) => [collection(world).where('a', '==', 1)],
    CollectionReference: (world) => [collection(world)],
    CollectionGroup: ({ db }) => [db.collectionGroup('c')],
    DocumentReference: (world) => [doc(world)],
    AggregateQuery: (world) => [collection(world).count()],
    VectorQuery: (world) => [vector(world)],
    DocumentSnapshot: async (world) => [await doc(world).get()],
    QueryDocumentSnapshot: async (world) => [(await collection(world).get()).docs[0]],
    QuerySnapshot: async (world) => [await collection(world).get()],
    VectorQuerySnapshot: async (world) => [await vector(world).get()],
    AggregateQuerySnapshot: async (world) => [await collection(world).count().get()],
    BundleBuilder: ({ db }) => [db.bundle('b')],
    ...(isOld && { App: ({ app }) => [app] }),
  };
}

/** A writer that is closed with its world. */
function writer({ db, writers }) {
  const bulk = db.bulkWriter();
  writers.push(bulk);
  return bulk;
}

/** A writer with a write that waits. */
function waiting(world) {
  const bulk = writer(world);
  void bulk.set(doc(world), { a: 1 });
  return [bulk];
}

const data = { a: 1 };
const same = () => [{}];
const writes = {
  create: (world) => [doc(world), data],
  set: (world) => [doc(world), data],
  update: (world) => [doc(world), data],
  delete: (world) => [doc(world)],
};
const listener = () => [() => {}, () => {}];

const CALLS = {
  Firestore: {
    settings: { on: ({ connect }) => [connect()], args: () => [{ ignoreUndefinedProperties: true }] },
    terminate: { on: ({ connect }) => [connect()], args: () => [] },
    collection: () => ['c'],
    doc: () => ['c/d'],
    collectionGroup: () => ['c'],
    getAll: (world) => [doc(world)],
    recursiveDelete: (world) => [doc(world), writer(world)],
    runTransaction: (world) => [(transaction) => transaction.get(doc(world))],
    bundle: () => ['b'],
  },
  Transaction: {
    ...writes,
    get: [(world) => [doc(world)], (world) => [collection(world)]],
    getAll: (world) => [doc(world)],
    execute: ({ db }) => [db.pipeline().collection('c')],
  },
  WriteBatch: writes,
  BulkWriter: {
    ...writes,
    flush: { on: waiting, args: () => [] },
    close: { on: waiting, args: () => [] },
    onWriteResult: () => [() => {}],
    onWriteError: () => [() => false],
  },
  Query: {
    where: () => ['b', '==', 1],
    orderBy: () => ['a'],
    limit: () => [1],
    limitToLast: () => [1],
    offset: () => [1],
    select: () => ['a'],
    ...Object.fromEntries(
      ['startAt', 'startAfter', 'endBefore', 'endAt'].map((name) => [
        name,
        { on: (world) => [collection(world).orderBy('a')], args: () => [1] },
      ]),
    ),
    withConverter: () => [null],
    onSnapshot: listener,
    aggregate: ({ db }) => [{ n: require('@google-cloud/firestore').AggregateField.count(db) }],
    findNearest: () => [{ vectorField: 'v', queryVector: [1], limit: 1, distanceMeasure: 'COSINE' }],
  },
  CollectionReference: { doc: () => ['d'], add: () => [data], withConverter: () => [null] },
  CollectionGroup: { getPartitions: () => [2], withConverter: () => [null] },
  DocumentReference: {
    collection: () => ['c'],
    create: () => [data],
    set: () => [data],
    update: () => [data],
    onSnapshot: listener,
    withConverter: () => [null],
  },
  DocumentSnapshot: { get: () => ['a'] },
  QuerySnapshot: { forEach: () => [(document) => document.id] },
  VectorQuerySnapshot: { forEach: () => [(document) => document.id] },
  BundleBuilder: { add: ({ read }) => [read] },
  '*': { isEqual: same },
};
