/** How to run each method of Drizzle, with a driver of each kind that there is. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { drizzleCalls } from './drizzleCalls.mjs';
import { closeClients } from './drizzleClients.mjs';
import { DRIVERS } from './drizzleDrivers.mjs';
import { SendLog } from '../observe.ts';

const { resolve } = createRequire(new URL('../../packages/package.json', import.meta.url));
/** As an ES module, in which the clients that drivers import can be replaced. */
const load = (name) => import(pathToFileURL(resolve(name).replace(/\.cjs$/, '.js')));
const { default: Database } = await load('better-sqlite3');
const log = new SendLog();
const temporary = mkdtempSync(path.join(tmpdir(), 'query-lens-'));
export const close = async () => {
  rmSync(temporary, { recursive: true });
  await closeClients();
};

/** By part of Drizzle: what the catalog calls its types, and how it makes a table. */
const CORES = {
  sqlite: { name: 'SQLite', table: 'sqliteTable', integer: 'integer' },
  pg: { name: 'Pg', table: 'pgTable', integer: 'integer' },
  cockroach: { name: 'Cockroach', table: 'cockroachTable', integer: 'int4' },
  gel: { name: 'Gel', table: 'gelTable', integer: 'integer' },
  mysql: { name: 'MySql', table: 'mysqlTable', integer: 'int' },
  singlestore: { name: 'SingleStore', table: 'singlestoreTable', integer: 'int' },
  mssql: { name: 'MsSql', table: 'mssqlTable', integer: 'int' },
};

/** The proof's subjects: each driver of each version, under the names these are installed by. */
export async function subjects() {
  const versions = await Promise.all(['drizzle-orm-0.36', 'drizzle-orm', 'drizzle-orm-1'].map(versionOf));
  return Promise.all(
    versions.flatMap((version) =>
      Object.entries(DRIVERS)
        .filter(([, { since = '0', until }]) => version.has(since) && !(until && version.has(until)))
        .map(([driver, facts]) => subject(version, driver, facts)),
    ),
  );
}

async function versionOf(installed) {
  const manifest = new URL(`../../packages/node_modules/${installed}/package.json`, import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const has = (other) => version.localeCompare(other, 'en', { numeric: true }) >= 0;
  return { installed, version, has, orm: await load(installed), migrations: migrationsFolder(version, has('1.0')) };
}

/** One migration, as the version reads it. */
function migrationsFolder(version, isNew) {
  const folder = path.join(temporary, version);
  const sql = 'create table t (id integer)';
  if (isNew) {
    mkdirSync(path.join(folder, '20260101000000_one'), { recursive: true });
    writeFileSync(path.join(folder, '20260101000000_one/migration.sql'), sql);
  } else {
    mkdirSync(path.join(folder, 'meta'), { recursive: true });
    const entries = [{ idx: 0, version: '7', when: 1, tag: '0000_one', breakpoints: true }];
    writeFileSync(path.join(folder, 'meta/_journal.json'), JSON.stringify({ entries }));
    writeFileSync(path.join(folder, '0000_one.sql'), sql);
  }
  return folder;
}

async function subject(version, driver, { core, variant, batch, relational = '0', timing, connect }) {
  const { installed, has, orm, migrations } = version;
  const kind = await load(`${installed}/${core}-core`);
  const { drizzle } = await load(`${installed}/${driver}`);
  const migrator = driver === 'gel' ? {} : await load(`${installed}/${driver}/migrator`);
  const tables = tablesOf(kind, CORES[core]);
  const shared = { orm, kind, sql: orm.sql, migrations, ...tables };
  return {
    version: version.version,
    driver,
    variant,
    quiet: 2,
    ...timing,
    log,
    open: async () => {
      const { person, pet } = tables;
      const options = has('1.0') ? { relations: orm.defineRelations({ person, pet }) } : { schema: { person, pet } };
      const { args, run, close: end } = await connect(log.sent, options, { Database, has });
      return { ...shared, db: drizzle(...args), run, close: end };
    },
    ...valuesOf(CORES[core].name, { variant, batch, relational: has(relational), migrator, kind }),
    calls: drizzleCalls(has),
    modules: { 'drizzle-orm': orm, [`drizzle-orm/${core}-core*`]: kind, [`drizzle-orm/${driver}`]: { drizzle } },
  };
}

function tablesOf(kind, { table, integer }) {
  const columns = () => ({ id: kind[integer]('id').primaryKey(), name: kind.text('name') });
  const [person, pet, toy] = ['person', 'pet', 'toy'].map((name) => kind[table](name, columns()));
  const view = (kind.pgMaterializedView ?? kind.cockroachMaterializedView ?? kind.gelMaterializedView)?.('names');
  return { person, pet, toy, view: view?.as((query) => query.select().from(person)) };
}

/** A value of each type that the driver has, in a box. */
function valuesOf(name, { variant, batch, relational, migrator, kind }) {
  const select = ({ db, person }) => db.select().from(person);
  const query = (world) => new world.kind.QueryBuilder().select().from(world.person);
  const database = `${name}Database`;
  const transaction = `${name}Transaction`;
  /** Its function must not wait, so the transaction is over before its client is tried. */
  const kept = ({ db }) => {
    let client;
    db.transaction((tx) => {
      client = tx;
    });
    return [client];
  };
  const inTransaction = ({ db }, use) => db.transaction(use);
  const isSync = variant === 'sync';
  const raw = ({ db, sql }) => {
    const query = db.execute ? db.execute(sql`select 1`) : db.all(sql`select 1`);
    // One that is sent already fails when nobody waits for it and its connection is closed.
    if (query instanceof Promise) query.catch(() => {});
    return [query];
  };
  const hasRaw = !isSync;
  return {
    inside: isSync || batch ? {} : { [transaction]: inTransaction },
    receivers: {
      ...(batch ? {} : { [database]: replicated }),
      ...(name === 'SQLite' && !isSync && { SQLiteBatchDatabase: ({ db }) => [db] }),
      ...(batch && { PgBatchDatabase: ({ db }) => [db] }),
      ...(isSync && { [transaction]: kept, SyncResult: (world) => [select(world).prepare().execute()] }),
      SelectBuilder: ({ db }) => [db.select()],
      Select: (world) => [select(world)],
      InsertBuilder: ({ db, person }) => [db.insert(person)],
      Insert: ({ db, person }) => [db.insert(person).values({ name: 'Grace' })],
      UpdateBuilder: ({ db, person }) => [db.update(person)],
      Update: ({ db, person }) => [db.update(person).set({ name: 'Grace' })],
      Delete: ({ db, person }) => [db.delete(person)],
      ...(relational && {
        Tables: ({ db }) => [db.query],
        RelationalQueryBuilder: ({ db }) => [db.query.person],
        RelationalQuery: ({ db }) => [db.query.person.findMany()],
      }),
      Count: ({ db, person }) => [db.$count(person)],
      ...(hasRaw && { Raw: raw }),
      ...(kind.PgRefreshMaterializedView && { RefreshMaterializedView: refreshed }),
      PreparedQuery: (world) => [select(world).prepare('prepared')],
      QueryBuilder: (world) => [new world.kind.QueryBuilder()],
      SQL: ({ sql }) => [sql`select 1`],
      SqlTag: ({ sql }) => [sql],
      SetOperator: (world) => [world.kind.union],
      ...(migrator.migrate && { Migrate: () => [migrator.migrate] }),
      WithBuilder: ({ db }) => [db.$with('people')],
      WithDatabase: ({ db, person }) => [db.with(db.$with('people').as(db.select().from(person)))],
      SetOperators: operators,
      WithQueryBuilder: (world) => [new world.kind.QueryBuilder().with(world.db.$with('people').as(query(world)))],
      ...(name === 'MsSql' && { TopSelectBuilder: ({ db }) => [db.select().top(1)] }),
      QuerySelectBuilder: (world) => [new world.kind.QueryBuilder().select()],
      QuerySelect: (world) => [query(world)],
    },
  };
}

function replicated({ kind, db }) {
  return [kind.withReplicas ? kind.withReplicas(db, [db]) : db];
}

function refreshed({ db, view }) {
  return [db.refreshMaterializedView(view)];
}

/** What is handed to the function that combines queries. */
function operators({ db, person }) {
  let caught;
  db.select()
    .from(person)
    .union((given) => {
      caught = given;
      return db.select().from(person);
    });
  return [caught];
}
