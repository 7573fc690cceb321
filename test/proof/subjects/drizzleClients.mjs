/**
 * Real clients under Drizzle: libSQL and PGlite in this process, and postgres.js and mysql2 in front of a server that
 * tells what arrives. Each server, and the one PGlite, is started when it is first needed, and shared.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { tapPrepare } from '../taps.ts';
import { tapMysql } from '../taps/mysql.mjs';
import { tapPostgres } from '../taps/postgres.ts';
import { FrontendMessages } from '../taps/postgresMessages.ts';

const folder = (name) => createRequire(new URL(`../../packages/${name}package.json`, import.meta.url));
const packages = folder('');

export const TABLES = `
  create table person (id integer primary key, name text);
  create table pet (id integer primary key, name text);
  create table toy (id integer primary key, name text);
  insert into person (id, name) values (1, 'Ada');`;
const POSTGRES_TABLES = `${TABLES} create materialized view names as select * from person;`;

const started = [];
/** Starts what `start` does with the first call, and remembers how it is stopped. */
function once(start) {
  let running;
  return (sent) => {
    running ??= start(sent).then((server) => {
      started.push(server);
      return server;
    });
    return running;
  };
}

export async function closeClients() {
  for (const server of started) await server.close();
}

const libsqlTap = once((sent) => {
  tapPrepare(packages('libsql'), sent);
  return Promise.resolve({ close() {} });
});
const postgresTap = once(tapPostgres);
const mysqlTap = once(tapMysql);
/** Told by what it writes to the Postgres in it. */
const pglite = once(async (sent) => {
  const { PGlite } = await import(
    pathToFileURL(packages.resolve('@electric-sql/pglite').replace(/\.cjs$/, '.js')).href
  );
  const client = await PGlite.create();
  const messages = new FrontendMessages(sent, { started: true });
  for (const method of ['execProtocolRaw', 'execProtocolRawStream']) {
    const original = client[method].bind(client);
    client[method] = (message, ...rest) => {
      messages.read(message);
      return original(message, ...rest);
    };
  }
  return client;
});

/** In memory, where there is one connection: a transaction and the statements in it share it. */
export async function libsqlClient(sent) {
  await libsqlTap(sent);
  const client = packages('@libsql/client').createClient({ url: 'file::memory:' });
  await client.executeMultiple(TABLES);
  return { client, close: () => client.close() };
}

export async function pgliteClient(sent) {
  const client = await pglite(sent);
  // What a call has left open or running is undone.
  await client.exec('rollback');
  await client.exec(
    `drop schema if exists drizzle cascade; drop schema public cascade; create schema public; ${POSTGRES_TABLES}`,
  );
  return { client, close() {} };
}

export async function postgresJsClient(sent) {
  const tap = await postgresTap(sent);
  await tap.reset(`drop schema if exists drizzle cascade; ${POSTGRES_TABLES}`);
  const client = folder('postgres/')('postgres')(tap.url, { max: 2, fetch_types: false, onnotice: () => {} });
  // Both connections are opened first, since the moment of sending would depend on that.
  await Promise.all([client`select 0`, client`select 0`]);
  // What a call has left running is cut with its connection.
  return { client, close: () => client.end({ timeout: 0 }).catch(() => {}) };
}

export async function mysql2Client(sent) {
  const { host, port } = await mysqlTap(sent);
  const options = { host, port, user: 'proof', password: 'proof', database: 'test', connectionLimit: 1 };
  const client = folder('mysql2/')('mysql2/promise').createPool(options);
  (await client.getConnection()).release();
  return { client, close: () => client.end() };
}
