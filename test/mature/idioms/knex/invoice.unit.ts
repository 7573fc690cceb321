import type { Knex } from 'knex';
import { db } from './db.ts';

export const scoped = (query: Knex.QueryBuilder, tenant: number) => {
  query.where('tenant_id', tenant);
  return query;
};

export async function list(tenant: number) {
  const query = db('invoices').select('id');
  scoped(query, tenant);
  const rows = await query;
  const upsert = db('invoices').insert({ id: 1 }).onConflict('id').merge();
  const [{ id }] = await upsert.returning('id');
  return { rows, id };
}

export const counted = db('invoices').count().as('total');
export const withTotals = () => db('owners').select('*', counted).from(db('owners').as('o'));

export function within<T>(work: (trx: Knex.Transaction) => Promise<T>, outer?: Knex.Transaction) {
  return outer ? work(outer) : db.transaction(work);
}

export const replace = (rows: readonly { id: number }[]) =>
  within(async (trx) => {
    await trx('invoices').del();
    await Promise.all(rows.map((row) => trx('invoices').insert(row)));
    const statement = trx('invoices').update({ name: 'x' });
    if (rows.length > 1) void statement.where('id', '>', 1);
    await statement;
    return trx.raw('select 1');
  });

export async function seed(knex: Knex) {
  await knex('invoices').truncate();
  await knex('invoices').insert([{ id: 1 }, { id: 2 }]);
}
