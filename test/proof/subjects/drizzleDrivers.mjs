/**
 * Drizzle's drivers, each over a client that tells what is sent through it. Where there is a database for it the client
 * is the real one; elsewhere it is a stand-in that answers with one row: when Drizzle hands a statement to its client is
 * what the proof is about, and what the clients do then is proved with their own catalogs.
 */
import { registerHooks } from 'node:module';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { PassThrough } from 'node:stream';
import { TABLES, libsqlClient, mysql2Client, pgliteClient, postgresJsClient } from './drizzleClients.mjs';

const ROW = [1, 'Ada'];

/** Packages that drivers import to make a client of their own, which they never do when they are given one. */
const CLIENTS = {
  mysql2: 'export const createPool = undefined;',
  'mysql2/promise': 'export const createPool = undefined;',
  postgres: 'export default undefined;',
  mssql: 'export default { ISOLATION_LEVEL: {} };',
  gel: 'export const createClient = undefined;',
  '@neondatabase/serverless': 'export const neon = undefined, types = { builtins: {}, setTypeParser() {} };',
};
registerHooks({
  resolve: (specifier, context, next) =>
    specifier in CLIENTS && context.parentURL?.includes('/drizzle-orm')
      ? { url: `data:text/javascript,${encodeURIComponent(CLIENTS[specifier])}`, shortCircuit: true }
      : next(specifier, context),
});

/** Between a client and its server there is a way to go. */
const REMOTE = { quiet: 15, patience: 2000 };

/**
 * By entry point: the part of Drizzle it belongs to, the variant of its types, the versions that have it, that in which
 * it got relational queries, whether it has batches instead of transactions, how long a statement is on its way, and
 * `connect`, which makes the arguments of its `drizzle` function from the options.
 */
export const DRIVERS = {
  'better-sqlite3': { core: 'sqlite', variant: 'sync', connect: betterSqlite3 },
  'node-sqlite': { core: 'sqlite', variant: 'sync', since: '1.0', connect: nodeSqlite },
  'sqlite-proxy': { core: 'sqlite', variant: 'async', connect: sqliteProxy },
  libsql: { core: 'sqlite', variant: 'async', connect: withClient(libsqlClient) },
  'node-postgres': { core: 'pg', variant: 'async', connect: standIn(postgresClient) },
  pglite: { core: 'pg', variant: 'async', since: '0.45', connect: withClient(pgliteClient) },
  'postgres-js': {
    core: 'pg',
    variant: 'async',
    since: '0.45',
    timing: REMOTE,
    connect: withClient(postgresJsClient),
  },
  'neon-http': { core: 'pg', variant: 'async', batch: true, connect: standIn(neonClient) },
  cockroach: { core: 'cockroach', variant: 'async', since: '1.0', connect: standIn(postgresClient) },
  gel: { core: 'gel', variant: 'async', since: '0.40', until: '1.0', connect: standIn(gelClient) },
  mysql2: { core: 'mysql', variant: 'async', timing: REMOTE, connect: withClient(mysql2Client) },
  singlestore: {
    core: 'singlestore',
    variant: 'async',
    since: '0.37',
    relational: '1.0',
    connect: standIn(mysqlClient),
  },
  'node-mssql': { core: 'mssql', variant: 'async', since: '1.0', connect: standIn(mssqlClient) },
};

function withClient(clientOf) {
  return async (sent, options) => {
    const { client, close } = await clientOf(sent);
    return { args: [{ client, mode: 'default', ...options }], close };
  };
}

function standIn(clientOf) {
  return withClient((sent) => ({ client: clientOf(sent), close() {} }));
}

function betterSqlite3(sent, options, { Database }) {
  const client = new Database(':memory:', { verbose: sent });
  client.exec(TABLES);
  return { args: [{ client, ...options }], close: () => client.close() };
}

function nodeSqlite(sent, options) {
  const client = new DatabaseSync(':memory:');
  client.exec(TABLES);
  const exec = client.exec.bind(client);
  client.exec = (sql) => {
    sent(sql);
    return exec(sql);
  };
  const prepare = client.prepare.bind(client);
  client.prepare = (sql, ...rest) => {
    try {
      return toldStatement(prepare(sql, ...rest), sent);
    } catch (error) {
      // What this SQLite was built without it refuses, but it was handed over.
      sent(sql);
      throw error;
    }
  };
  return { args: [{ client, ...options }], close: () => client.close() };
}

function toldStatement(statement, sent) {
  for (const method of ['run', 'get', 'all', 'iterate']) {
    statement[method] = (...values) => {
      sent(statement.sourceSQL);
      return StatementSync.prototype[method].apply(statement, values);
    };
  }
  return statement;
}

/** Migrations are handed to a function, `run`. Before 1.0 one function takes every statement, and since then there is one for each kind. */
function sqliteProxy(sent, options, { has }) {
  const run = (queries) => {
    for (const sql of queries) sent(sql);
    return Promise.resolve();
  };
  const rowsFor = (method) => (method === 'get' ? ROW : method === 'run' ? [] : [ROW]);
  if (!has('1.0')) {
    const one = (sql, _params, method) => {
      sent(sql);
      return Promise.resolve({ rows: rowsFor(method) });
    };
    return { args: [one, (queries) => Promise.all(queries.map(({ sql }) => one(sql))), options], run, close() {} };
  }
  const kind = (method) => (sql) => {
    sent(sql);
    return Promise.resolve(rowsFor(method));
  };
  const batch = (queries) => Promise.all(queries.map(({ sql, method }) => kind(method)(sql)));
  return { args: [{ all: kind('all'), get: kind('get'), run: kind('run'), batch }, options], run, close() {} };
}

function postgresClient(sent) {
  return {
    query(statement) {
      sent(typeof statement === 'string' ? statement : statement.text);
      return Promise.resolve({ rows: [statement.rowMode === 'array' ? ROW : { count: 1 }] });
    },
  };
}

/** Neon's queries are sent when awaited, or by `transaction`, as one request. */
function neonClient(sent) {
  const send = ({ sql }) => {
    sent(sql);
    return { rows: [ROW] };
  };
  const query = (sql) => {
    const promise = { sql };
    return Object.assign(promise, {
      // oxlint-disable-next-line unicorn/no-thenable -- as Neon's are
      then: (fulfilled, rejected) => Promise.resolve(send(promise)).then(fulfilled, rejected),
    });
  };
  return Object.assign(query, { query, transaction: (queries) => Promise.resolve(queries.map(send)) });
}

function gelClient(sent) {
  return {
    withSQLRowMode: () => gelClient(sent),
    querySQL(sql) {
      sent(sql);
      return Promise.resolve([Object.assign([...ROW], { count: 1 })]);
    },
    /** Gel's client begins its transactions itself. */
    transaction(work) {
      sent('begin');
      return work(gelClient(sent));
    },
  };
}

function mysqlClient(sent) {
  const query = ({ sql }) => {
    sent(sql);
    return Promise.resolve([[ROW], []]);
  };
  const streamed = ({ sql }) => {
    sent(sql);
    const stream = new PassThrough({ objectMode: true });
    stream.end(ROW);
    return { stream: () => stream };
  };
  return { query, execute: (sql) => query({ sql }), connection: { query: streamed, on() {}, off() {} } };
}

function mssqlClient(sent) {
  const request = () => {
    const stream = new PassThrough({ objectMode: true });
    return {
      input() {},
      cancel() {},
      toReadableStream: () => stream,
      query(sql) {
        sent(sql);
        stream.end(ROW);
        return Promise.resolve({ recordset: [ROW] });
      },
    };
  };
  const settled = (sql) => () => {
    sent(sql);
    return Promise.resolve();
  };
  const transaction = () => ({
    request,
    begin: settled('begin transaction'),
    commit: settled('commit transaction'),
    rollback: settled('rollback transaction'),
  });
  return { request, transaction };
}
