/** How to run each method of mysql2, with callbacks and with promises, against a stand-in server. */
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { SendLog } from '../observe.ts';
import { tapMysql } from '../taps/mysql.mjs';

const require = createRequire(new URL('../../packages/mysql2/package.json', import.meta.url));
const mysql = require('mysql2');
const promise = require('mysql2/promise');

const log = new SendLog();
const tap = await tapMysql(log.sent);
export const close = () => tap.close();

/** The proof's subjects: the installed mysql2. */
export function subjects() {
  const { version } = require('mysql2/package.json');
  return [
    {
      version,
      quiet: 15,
      patience: 2000,
      log,
      open,
      receivers: RECEIVERS,
      calls: CALLS,
      modules: { mysql2: mysql, 'mysql2/promise': promise },
    },
  ];
}

/** Everything is connected already, since the moment of sending would depend on that. */
async function open() {
  const config = { host: tap.host, port: tap.port, user: 'proof', password: 'proof', database: 'test' };
  const connection = mysql.createConnection(config);
  const pool = mysql.createPool({ ...config, connectionLimit: 2 });
  const cluster = mysql.createPoolCluster();
  const promises = promise.createPoolCluster();
  cluster.add('one', config);
  promises.add('one', config);
  const take = promisify(pool.getConnection.bind(pool));
  const members = cluster.of('*');
  const [taken, spare, member, promised] = await Promise.all([
    take(),
    take(),
    promisify(members.getConnection.bind(members))(),
    promises.getConnection(),
    connection.promise().connect(),
  ]);
  for (const idle of [spare, member, promised]) idle.release();
  const close = () => {
    connection.destroy();
    for (const open of [pool, cluster]) open.end(() => {});
    return promises.end();
  };
  return { connection, pool, taken, cluster, promises, config, close };
}

const RECEIVERS = {
  Connection: ({ connection }) => [connection],
  PoolConnection: ({ taken }) => [taken],
  Pool: ({ pool }) => [pool],
  PoolCluster: ({ cluster }) => [cluster],
  PoolNamespace: ({ cluster }) => [cluster.of('*')],
  Query: ({ connection }) =>
    new Promise((resolve) => {
      const query = connection.query('select 1', () => resolve([query]));
    }),
  Statement: async ({ connection }) => [await promisify(connection.prepare.bind(connection))('select 1')],
  PromiseConnection: ({ connection }) => [connection.promise()],
  PromisePoolConnection: async ({ pool }) => [await pool.promise().getConnection()],
  PromisePool: ({ pool }) => [pool.promise()],
  PromisePoolCluster: ({ promises }) => [promises],
  PromisePoolNamespace: ({ promises }) => [promises.of('*')],
  PromiseStatement: async ({ connection }) => [await connection.promise().prepare('select 1')],
};

const done = () => {};
const withCallback = [() => ['select 1', done], () => ['select ?', [1], done], () => [{ sql: 'select 1' }, done]];
const withPromise = [() => ['select 1'], () => ['select ?', [1]], () => [{ sql: 'select 1' }]];
const quoting = { escape: () => ['text'], escapeId: () => ['name'], format: () => ['select ?', [1]] };
const callback = () => [done];

const CALLS = {
  '*': { ...quoting, unprepare: () => ['select 1'], changeUser: () => [{ user: 'other' }, done] },
  Queryable: { query: [() => ['select 1'], ...withCallback] },
  Connection: {
    execute: [() => ['select 1'], ...withCallback],
    beginTransaction: callback,
    commit: callback,
    rollback: callback,
    prepare: () => ['select 1', (_error, statement) => statement.close()],
    ping: callback,
    reset: callback,
    connect: callback,
    end: callback,
  },
  Pool: {
    execute: withCallback,
    getConnection: () => [(_error, connection) => connection.release()],
    releaseConnection: ({ taken }) => [taken],
    end: callback,
  },
  PoolCluster: {
    add: ({ config }) => ['two', config],
    remove: () => ['one'],
    of: () => ['*'],
    getConnection: [
      () => [(_error, connection) => connection.release()],
      () => ['one', (_error, connection) => connection.release()],
      () => ['*', 'RR', (_error, connection) => connection.release()],
    ],
    end: callback,
  },
  PoolNamespace: { execute: withCallback, getConnection: () => [(_error, connection) => connection.release()] },
  Statement: { execute: [() => [[], done], () => [done]] },
  PromiseQueryable: { query: withPromise, execute: withPromise },
  PromiseConnection: { prepare: () => ['select 1'], changeUser: () => [{ user: 'other' }] },
  PromisePool: { releaseConnection: () => [{}] },
  PromisePoolCluster: { add: ({ config }) => ['two', config], of: () => ['*'] },
  PromiseStatement: { execute: [() => [], () => [[]]] },
};
