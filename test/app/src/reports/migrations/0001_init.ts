/** The first tables of the warehouse. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('orgs')
    .addColumn('id', 'integer', (col) => col.primaryKey())
    .addColumn('name', 'text', (col) => col.notNull())
    .addColumn('country', 'text')
    .execute();
  await db.schema
    .createTable('usage')
    .ifNotExists()
    .addColumn('id', 'integer', (col) => col.primaryKey())
    .addColumn('org_id', 'integer', (col) => col.references('orgs.id').onDelete('cascade'))
    .addColumn('feature', 'text', (col) => col.notNull())
    .addColumn('amount', 'integer', (col) => col.notNull().defaultTo(1))
    .addColumn('at', 'text', (col) => col.defaultTo(sql`CURRENT_TIMESTAMP`))
    .execute();
  await db.schema.createIndex('usage_org').on('usage').columns(['org_id', 'at']).execute();
  const invoices = db.schema.createTable('invoices').addColumn('id', 'integer', (col) => col.primaryKey());
  await invoices.addColumn('cents', 'integer').addColumn('org_id', 'integer').addColumn('paid_at', 'text').execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['invoices', 'usage', 'orgs']) {
    await db.schema.dropTable(table).ifExists().execute();
  }
  await db.schema.dropIndex('usage_org').ifExists(); // planted: no-await-builder
}
