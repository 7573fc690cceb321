/**
 * How to run each method of Prisma on SQLite, with the clients generated for the tests. What only a client of MongoDB
 * has is run with one that has no database: an extension answers each query where Prisma would send it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SendLog } from '../observe.ts';
import { tapPrepare } from '../taps.ts';

const log = new SendLog();
const TABLES = [
  'CREATE TABLE "User" (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT)',
  'CREATE TABLE "Post" (id INTEGER PRIMARY KEY, title TEXT NOT NULL, published BOOLEAN NOT NULL DEFAULT false, "authorId" INTEGER NOT NULL REFERENCES "User"(id))',
  `INSERT INTO "User" (id, email) VALUES (1, 'ada@example.org')`,
  `INSERT INTO "Post" (id, title, "authorId") VALUES (1, 'Notes', 1)`,
];
/** Made fresh for each row, since emails are unique. */
let rows = 0;
const user = () => ({ email: `user${(rows += 1)}@example.org` });

/** The proof's subjects: Prisma 7 with its clients in folders, and Prisma 6 with its clients in node_modules. */
export async function subjects() {
  const seven = new URL('../../packages/prisma-generated/', import.meta.url);
  const six = new URL('../../packages/prisma-6/', import.meta.url);
  const fromSix = createRequire(new URL('package.json', six));
  return [
    subject(seven, {
      module: await import(new URL('generated/client.ts', seven)),
      mongo: await import(new URL('mongo/client.ts', seven)),
      runtime: '@prisma/client/runtime/client',
      adapter: 'PrismaBetterSqlite3',
    }),
    subject(six, {
      module: fromSix('@prisma/client'),
      mongo: fromSix('./node_modules/.prisma/mongo'),
      runtime: '@prisma/client/runtime/library',
      adapter: 'PrismaBetterSQLite3',
    }),
  ];
}

function subject(folder, { module, mongo, runtime, adapter }) {
  const require = createRequire(new URL('package.json', folder));
  const Adapter = require('@prisma/adapter-better-sqlite3')[adapter];
  tapPrepare(require('better-sqlite3'), log.sent);
  const manifest = new URL('node_modules/@prisma/client/package.json', folder);
  return {
    version: JSON.parse(readFileSync(manifest, 'utf8')).version,
    // The first query of a client compiles WebAssembly.
    quiet: 40,
    log,
    open: () => open(module, Adapter),
    receivers: receivers(module.Prisma),
    inside: { TransactionClient: ({ prisma }, use) => prisma.$transaction(use) },
    calls: calls(answering(mongo), require(runtime).makeTypedQueryFactory),
    after: { '(call)': (extension, { prisma }) => prisma.$extends(extension) },
    modules: { '@prisma/client': module },
  };
}

/** A client of MongoDB whose queries are told and answered in place of the database. */
function answering({ PrismaClient }) {
  const $allOperations = ({ operation }) => {
    log.sent(operation);
    return [];
  };
  const adapter = {
    provider: 'mongodb',
    adapterName: 'none',
    connect: () => Promise.reject(new Error('No database.')),
  };
  return new PrismaClient({ adapter }).$extends({ query: { $allOperations } });
}

async function open({ PrismaClient }, Adapter) {
  const prisma = new PrismaClient({ adapter: new Adapter({ url: ':memory:' }) });
  for (const statement of TABLES) await prisma.$executeRawUnsafe(statement);
  return { prisma, close: () => prisma.$disconnect() };
}

/** A value of each type, in a box. */
function receivers(Prisma) {
  const one = { where: { id: 1 } };
  return {
    PrismaClient: ({ prisma }) => [prisma],
    ModelDelegate: ({ prisma }) => [prisma.user],
    PrismaPromise: ({ prisma }) => [prisma.user.findMany()],
    FluentPromise: ({ prisma }) => [prisma.user.findUnique(one)],
    SqlTag: () => [Prisma.sql],
    Sql: () => [Prisma.raw('select 1')],
    DefineExtension: () => [Prisma.defineExtension],
  };
}

const query = Object.assign(['select 1 as one'], { raw: ['select 1 as one'] });
const statement = Object.assign([`update "User" set name = 'Ada'`], { raw: [`update "User" set name = 'Ada'`] });
const one = { where: { id: 1 } };
const all = { where: { name: null } };
const change = { data: { name: 'Ada' } };

/** A function, and an array of queries that nobody awaits. */
const transaction = [
  ({ prisma }) => [[prisma.user.create({ data: user() }), prisma.user.count()]],
  () => [(tx) => tx.user.create({ data: user() })],
];

const calls = (mongo, typedQuery) => ({
  RawQueries: {
    $queryRaw: () => [query],
    $queryRawUnsafe: () => ['select 1 as one'],
    $queryRawTyped: () => [typedQuery('select 1 as one')()],
    $runCommandRaw: { on: () => [mongo], args: () => [{ ping: 1 }] },
    $executeRaw: () => [statement],
    $executeRawUnsafe: () => [`update "User" set name = 'Ada'`],
  },
  PrismaClient: { $transaction: transaction, $on: () => ['query', () => {}], $extends: () => [{ name: 'proof' }] },
  // Inside a transaction, the outer client's queries are no members of it.
  TransactionClient: { $transaction: transaction.slice(1) },
  ModelDelegate: {
    findUnique: () => [one],
    findUniqueOrThrow: () => [one],
    create: () => [{ data: user() }],
    createMany: () => [{ data: [user()] }],
    createManyAndReturn: () => [{ data: [user()] }],
    update: () => [{ ...one, ...change }],
    updateMany: () => [{ ...all, ...change }],
    updateManyAndReturn: () => [{ ...all, ...change }],
    upsert: () => [{ ...one, create: user(), update: { name: 'Ada' } }],
    delete: () => [{ where: { id: 1 } }],
    deleteMany: () => [all],
    aggregate: () => [{ _count: true }],
    groupBy: () => [{ by: ['name'] }],
    findRaw: { on: () => [mongo.user], args: () => [{ filter: {} }] },
    aggregateRaw: { on: () => [mongo.user], args: () => [{ pipeline: [] }] },
  },
  FluentPromise: { '*': { as: 'posts', args: () => [] } },
  SqlTag: { '(tag)': () => [query] },
  DefineExtension: { '(call)': () => [(client) => client.$extends({ name: 'proof' })] },
});
