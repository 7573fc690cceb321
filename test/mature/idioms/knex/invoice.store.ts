import type { Knex } from 'knex';
import { db, type Invoice } from './db.ts';

export class InvoiceStore {
  constructor(private readonly knex: Knex) {}

  private table(trx?: Knex.Transaction) {
    return trx ? trx<Invoice>('invoices') : this.knex<Invoice>('invoices');
  }

  async search(filter: { name?: string; since?: Date; ids?: number[] }) {
    const query = this.table().select('*');
    if (filter.name) query.where('name', 'like', `%${filter.name}%`);
    if (filter.since) void query.andWhere('created_at', '>', filter.since);
    query.modify((builder) => {
      if (filter.ids) builder.whereIn('id', filter.ids);
    });
    query.orderBy('id');
    const [rows, totals] = await Promise.all([query.clone().limit(10), query.clone().clearSelect().count("* as count")]);
    return { rows, total: totals.length };
  }

  async grouped() {
    return this.knex('invoices')
      .where(function () {
        this.where('a', 1).orWhere((inner) => {
          inner.where('b', 2).whereNull('c');
        });
      })
      .whereExists(this.knex.select(1).from('lines').whereRaw('lines.invoice_id = invoices.id'))
      .join('owners', (join) => {
        join.on('owners.id', '=', 'invoices.owner_id').andOnNull('owners.deleted');
      });
  }

  async replace(rows: readonly Invoice[]) {
    await this.knex.transaction(async (trx) => {
      await this.table(trx).del();
      await trx.batchInsert('invoices', [...rows], 100);
      for (const row of rows) await trx('lines').insert({ invoice_id: row.id }).onConflict('id').ignore();
    });
  }

  remove = (id: number) => this.table().where({ id }).del();

  async manual() {
    const trx = await this.knex.transaction();
    try {
      const ids = await trx('invoices').insert({ name: 'x' }, ['id']);
      await trx.commit();
      return ids;
    } catch (error) {
      await trx.rollback(error as Error);
      throw error;
    }
  }
}

export const up = (knex: Knex) =>
  knex.schema.createTable('invoices', (table) => {
    table.increments('id').primary();
    table.string('name').notNullable().index();
    table.timestamps(true, true);
  });
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('invoices');
}

export async function exportInvoices(write: (row: Invoice) => void) {
  const stream = db('invoices').stream();
  for await (const row of stream) write(row as Invoice);
  const first = db('invoices').first('id');
  const text = `${db('invoices').where({ id: 1 })}`;
  return { first: await first, text };
}
