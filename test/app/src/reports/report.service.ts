/** Puts the reports together. */
import type { Kysely } from 'kysely';
import { logger } from '../lib/logger';
import { warehouse, type Warehouse } from './database';
import { withTransaction } from './report.repository';
import { RevenueRepository } from './revenue.repository';
import { UsageRepository } from './usage.repository';

export interface Repositories {
  readonly usage: UsageRepository;
  readonly revenue: RevenueRepository;
}

export const repositories = (db: Kysely<Warehouse> = warehouse): Repositories => ({
  usage: new UsageRepository(db),
  revenue: new RevenueRepository(db),
});

export async function monthly(orgId: number, { usage, revenue } = repositories()) {
  const [totals, months, settled] = await Promise.all([
    usage.totals(orgId, true),
    revenue.perMonth(orgId),
    revenue.isSettled(orgId),
  ]);
  return { totals, months, settled };
}

export async function bill(orgId: number, cents: number): Promise<number> {
  return await withTransaction(warehouse, async (trx) => {
    const { usage } = repositories(trx);
    const used = await usage.find({ orgId });
    const { id } = await trx
      .insertInto('invoices')
      .values({ org_id: orgId, cents: cents * used.length, paid_at: null })
      .returning('id')
      .executeTakeFirstOrThrow();
    trx.deleteFrom('usage').where('org_id', '=', orgId); // planted: no-unexecuted-query
    return id;
  });
}

export function refund(id: number): Promise<boolean> {
  return repositories().revenue.update(id, { paid_at: null });
}

export async function closeMonth(orgIds: readonly number[]) {
  const settled = [];
  for (const id of orgIds) {
    settled.push(warehouse.updateTable('invoices').set({ paid_at: 'now' }).where('org_id', '=', id).executeTakeFirst());
  }
  const results = await Promise.all(settled);
  logger.info(`Settled ${results.reduce((sum, { numUpdatedRows }) => sum + numUpdatedRows, 0n)} invoices`);
}

export async function hasUsage(orgId: number): Promise<boolean> {
  const anything = warehouse.selectFrom('usage').select('id').where('org_id', '=', orgId).limit(1).execute(); // planted: no-missing-await
  return !!anything;
}
