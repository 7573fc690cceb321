import { sql, type ExpressionBuilder, type Insertable, type Kysely } from 'kysely';
import { db, type Client, type Tables } from './db.ts';

const withTotal = (eb: ExpressionBuilder<Tables, 'invoices'>) =>
  eb.selectFrom('lines').select((inner) => inner.fn.sum('amount').as('total')).whereRef('lines.invoice_id', '=', 'invoices.id').as('total');

export class InvoiceRepository {
  constructor(private readonly client: Kysely<Tables>) {}

  private get base() {
    return this.client.selectFrom('invoices').selectAll();
  }

  async list(filter: { name?: string; ids?: number[] }) {
    let query = this.base.select(withTotal);
    if (filter.name) query = query.where('name', 'like', `${filter.name}%`);
    if (filter.ids?.length) query = query.where('id', 'in', filter.ids);
    return query.orderBy('id').execute();
  }

  find(id: number) {
    return this.base.where('id', '=', id).executeTakeFirst();
  }

  async count() {
    const { count } = await this.client.selectFrom('invoices').select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    return count;
  }

  async save(values: Insertable<Tables['invoices']>, client: Client = this.client) {
    return client.insertInto('invoices').values(values).onConflict((oc) => oc.column('id').doNothing()).returningAll().executeTakeFirst();
  }

  async *all() {
    for await (const row of this.base.stream(100)) yield row;
  }

  transfer(from: number, to: number) {
    return this.client.transaction().setIsolationLevel('serializable').execute(async (trx) => {
      const moved = await trx.updateTable('lines').set({ invoice_id: to }).where('invoice_id', '=', from).executeTakeFirst();
      await this.save({ name: String(moved.numUpdatedRows), owner_id: null }, trx);
      await sql`select pg_advisory_xact_lock(${from})`.execute(trx);
      return trx.deleteFrom('invoices').where('id', '=', from).execute();
    });
  }
}

export const invoices = new InvoiceRepository(db);

export async function migrateInvoices() {
  await db.schema.createTable('invoices').ifNotExists().addColumn('id', 'serial', (col) => col.primaryKey()).execute();
  const steps = [db.schema.createIndex('by_name').on('invoices').column('name'), db.schema.dropTable('old').ifExists()];
  for (const step of steps) await step.execute();
}

export async function controlled() {
  const trx = await db.startTransaction().execute();
  try {
    await trx.deleteFrom('lines').execute();
    await trx.commit().execute();
  } catch (error) {
    await trx.rollback().execute();
    throw error;
  }
}

export const compiled = db.selectFrom('invoices').select('id').compile();
export const page = (client: Client, cte = client.with('recent', (qb) => qb.selectFrom('invoices').select('id').limit(10))) =>
  cte.selectFrom('recent').selectAll().execute();
