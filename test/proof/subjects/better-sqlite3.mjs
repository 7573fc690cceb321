/** How to run each method of better-sqlite3. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SendLog } from '../observe.ts';

const packages = new URL('../../packages/package.json', import.meta.url);
const Database = createRequire(packages)('better-sqlite3');
const manifest = new URL('node_modules/better-sqlite3/package.json', packages);
const log = new SendLog();

const TABLES = `
  create table person (id integer primary key, name text);
  insert into person (id, name) values (1, 'Ada'), (2, 'Grace');`;

/** Which tells by itself when SQLite gets to the first row; reading is what an iterator puts off. */
const READING = 'select read(name) as name from person';

/** The proof's subjects: the first version that comes with its binaries, and so the only one that installs anywhere. */
export function subjects() {
  return [
    {
      version: JSON.parse(readFileSync(manifest, 'utf8')).version,
      quiet: 20,
      log,
      open,
      receivers: {
        Database: ({ db }) => [db],
        Statement: ({ db }) => [db.prepare(READING)],
        Transaction: ({ db }) => [db.transaction(() => db.prepare('delete from person').run())],
      },
      calls: CALLS,
      modules: { 'better-sqlite3': { default: Database } },
    },
  ];
}

function open() {
  const folder = mkdtempSync(path.join(tmpdir(), 'query-lens-'));
  // The library's own log tells each statement that it runs; that it does so before an iterator's first step is its way.
  const db = new Database(':memory:', { verbose: (sql) => sql.includes('read(') || log.sent(sql) });
  db.exec(TABLES);
  db.function('read', (value) => {
    log.sent(READING);
    return value;
  });
  tapCopies(db);
  const close = () => {
    db.close();
    rmSync(folder, { recursive: true });
  };
  return { db, copy: path.join(folder, 'copy.db'), close };
}

/** Copies of the database are made without a statement: the binary's own methods tell of them. */
function tapCopies(db) {
  const [native] = Object.getOwnPropertySymbols(db).map((symbol) => db[symbol]);
  const { prototype } = native.constructor;
  for (const method of ['backup', 'serialize']) {
    const original = prototype[method];
    Object.defineProperty(native, method, {
      value(...args) {
        log.sent(method);
        return original.apply(native, args);
      },
    });
  }
}

const writing = { on: ({ db }) => [db.prepare('insert into person (name) values (?)')], args: () => ['Joan'] };

const CALLS = {
  Database: {
    prepare: () => ['select * from person'],
    transaction: ({ db }) => [() => db.prepare('delete from person').run()],
    exec: [() => ['delete from person'], () => ['delete from person; select 1']],
    pragma: [() => ['user_version'], () => ['user_version', { simple: true }]],
    explain: () => ['select * from person'],
    backup: ({ copy }) => [copy],
    function: () => ['one', () => 1],
    aggregate: () => ['total', { start: 0, step: (total, value) => total + value }],
    table: () => [
      'numbers',
      {
        columns: ['value'],
        *rows() {
          yield [1];
        },
      },
    ],
  },
  Statement: {
    run: writing,
    get: [() => [], { on: ({ db }) => [db.prepare(`${READING} where id = ?`)], args: () => [1] }],
    all: [() => [], { on: ({ db }) => [db.prepare(`${READING} where id = ?`)], args: () => [1] }],
    bind: { on: ({ db }) => [db.prepare(`${READING} where id = ?`)], args: () => [1] },
  },
};
