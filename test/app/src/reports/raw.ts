/** What Kysely can't say, said in SQL. */
import { sql, type RawBuilder } from 'kysely';
import { warehouse } from './database';

export async function databaseSize(): Promise<number> {
  const { rows } = await sql<{ size: number }>`SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size`.execute(
    warehouse,
  );
  return rows[0]?.size ?? 0;
}

export function json<T>(value: T): RawBuilder<T> {
  return sql`json(${JSON.stringify(value)})`;
}

export async function analyze(tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    await sql`ANALYZE ${sql.table(table)}`.execute(warehouse);
  }
}

export async function vacuum() {
  await sql`VACUUM`; // planted: no-await-builder
}

export async function upsertOrg(id: number, name: string) {
  const query = warehouse
    .insertInto('orgs')
    .values({ id, name, country: null })
    .onConflict((oc) => oc.column('id').doUpdateSet({ name: (eb) => eb.ref('excluded.name') }));
  const compiled = query.compile();
  return await warehouse.executeQuery(compiled);
}

export async function lastChange() {
  const newest = sql<string>`max(at)`.as('newest');
  const row = await warehouse.selectFrom('usage').select(newest).executeTakeFirst();
  return row?.newest;
}
