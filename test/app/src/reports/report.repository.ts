/** What every repository of the warehouse has: a database, and itself inside a transaction. */
import type { Kysely, Transaction } from 'kysely';
import type { Warehouse } from './database';

export type Executor = Kysely<Warehouse> | Transaction<Warehouse>;

export abstract class ReportRepository<Row extends { id: number }> {
  constructor(protected readonly db: Kysely<Warehouse>) {}

  abstract findById(id: number): Promise<Row | undefined>;

  async require(id: number): Promise<Row> {
    const row = await this.findById(id);
    if (!row) throw new Error(`There is no row ${id}.`);
    return row;
  }

  protected async inTransaction<T>(work: (trx: Transaction<Warehouse>) => Promise<T>): Promise<T> {
    return this.db.transaction().setIsolationLevel('serializable').execute(work);
  }
}

/** A work unit that several repositories share. */
export async function withTransaction<T>(db: Executor, work: (trx: Transaction<Warehouse>) => Promise<T>): Promise<T> {
  if (db.isTransaction) return await work(db as Transaction<Warehouse>);
  return await db.transaction().execute(async (trx) => await work(trx));
}
