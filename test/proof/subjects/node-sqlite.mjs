/** How to run each method of node:sqlite: a function in the SQL tells when the statement runs. */
import { mkdtempSync, rmSync } from 'node:fs';
import sqlite from 'node:sqlite';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SendLog } from '../observe.ts';

const log = new SendLog();

/** The proof's subjects: what this Node brings. */
export function subjects() {
  return [
    {
      version: process.versions.node,
      quiet: 2,
      log,
      open,
      receivers: RECEIVERS,
      calls: CALLS,
      modules: { 'node:sqlite': sqlite },
    },
  ];
}

function open() {
  const folder = mkdtempSync(path.join(tmpdir(), 'query-lens-'));
  const db = new sqlite.DatabaseSync(path.join(folder, 'proof.db'), { allowExtension: true });
  db.exec('create table person (id integer primary key, name text)');
  const session = db.createSession();
  db.exec(`insert into person values (1, 'Ada'), (2, 'Grace')`);
  db.function('sent', () => {
    log.sent('select sent()');
    return 1;
  });
  const unopened = new sqlite.DatabaseSync(':memory:', { open: false });
  const close = () => {
    for (const database of [db, unopened]) if (database.isOpen) database.close();
    rmSync(folder, { recursive: true });
  };
  return { db, unopened, session, folder, close };
}

const RECEIVERS = {
  DatabaseSync: ({ db }) => [db],
  StatementSync: ({ db }) => [db.prepare('select sent() from person')],
  SQLTagStore: ({ db }) => [db.createTagStore()],
  Session: ({ session }) => [session],
  Backup: () => [sqlite.backup],
};

const template = Object.assign(['select sent() from person'], { raw: ['select sent() from person'] });
const tag = () => [template];
const told = () => {
  log.sent('a page or a table');
  return true;
};

const CALLS = {
  DatabaseSync: {
    prepare: () => ['select sent() from person'],
    exec: () => ['select sent() from person; select sent()'],
    applyChangeset: ({ db, session }) => {
      const changes = session.changeset();
      db.exec('delete from person');
      return [changes, { filter: told }];
    },
    function: () => ['one', () => 1],
    aggregate: () => ['total', { start: 0, step: (sum, value) => sum + value }],
    deserialize: ({ db }) => [db.serialize()],
    setAuthorizer: () => [null],
    open: { on: ({ unopened }) => [unopened], args: () => [] },
    enableLoadExtension: () => [true],
    enableDefensive: () => [true],
  },
  StatementSync: {
    setReadBigInts: () => [true],
    setReturnArrays: () => [true],
    setAllowBareNamedParameters: () => [true],
    setAllowUnknownNamedParameters: () => [true],
  },
  SQLTagStore: { run: tag, get: tag, all: tag, iterate: tag },
  Backup: { '(call)': ({ db, folder }) => [db, path.join(folder, 'copy.db'), { rate: 1, progress: told }] },
};
