/** How to run each method of Prisma on SQLite, with the clients generated for the tests. */
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

/** The proof's subjects: Prisma 7 with its client in a folder, and Prisma 6 with its client in node_modules. */
export async function subjects() {
  const seven = new URL('../../packages/prisma-generated/', import.meta.url);
  const six = new URL('../../packages/prisma-6/', import.meta.url);
  return [
    subject(seven, await import(new URL('generated/client.ts', seven)), 'PrismaBetterSqlite3'),
    subject(six, createRequire(new URL('package.json', six))('@prisma/client'), 'PrismaBetterSQLite3'),
  ];
}

function subject(folder, module, adapterName) {
  const require = createRequire(new URL('package.json', folder));
  const Adapter = require('@prisma/adapter-better-sqlite3')[adapterName];
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
    calls: CALLS,
    after: { '(call)': (extension, { prisma }) => prisma.$extends(extension) },
    modules: { '@prisma/client': module },
  };
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

const CALLS = {
  RawQueries: {
    $queryRaw: () => [query],
    $queryRawUnsafe: () => ['select 1 as one'],
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
  },
  FluentPromise: { '*': { as: 'posts', args: () => [] } },
  SqlTag: { '(tag)': () => [query] },
  DefineExtension: { '(call)': () => [(client) => client.$extends({ name: 'proof' })] },
};
