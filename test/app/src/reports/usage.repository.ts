/** How much of what has been used. */
import type { NewUsage, Usage } from './database';
import { paged, within, type Period } from './filters';
import { ReportRepository } from './report.repository';

export interface UsageFilter extends Period {
  readonly orgId?: number;
  readonly features?: readonly string[];
  readonly page?: number;
}

export class UsageRepository extends ReportRepository<Usage> {
  findById(id: number): Promise<Usage | undefined> {
    return this.db.selectFrom('usage').selectAll().where('id', '=', id).executeTakeFirst();
  }

  async find(filter: UsageFilter): Promise<Usage[]> {
    let query = this.db.selectFrom('usage').selectAll();
    if (filter.orgId !== undefined) {
      query = query.where('org_id', '=', filter.orgId);
    }
    if (filter.features?.length) {
      query = query.where('feature', 'in', filter.features);
    }
    query = within(query, filter);
    return await query.$call(paged(filter.page ?? 0)).orderBy('at', 'desc').execute();
  }

  async totals(orgId: number, byFeature: boolean) {
    return await this.db
      .selectFrom('usage')
      .select(({ fn }) => fn.sum<number>('amount').as('total'))
      .$if(byFeature, (qb) => qb.select('feature').groupBy('feature'))
      .where('org_id', '=', orgId)
      .execute();
  }

  async add(usage: NewUsage | NewUsage[]): Promise<void> {
    await this.db.insertInto('usage').values(usage).execute();
  }

  async replace(orgId: number, rows: NewUsage[]): Promise<number> {
    return await this.inTransaction(async (trx) => {
      await trx.deleteFrom('usage').where('org_id', '=', orgId).executeTakeFirst();
      const results = await Promise.all(rows.map((row) => trx.insertInto('usage').values(row).executeTakeFirst()));
      return results.length;
    });
  }

  async rename(from: string, to: string) {
    await this.db.updateTable('usage').set({ feature: to }).where('feature', '=', from); // planted: no-await-builder
  }

  async since(orgId: number, at: string) {
    const query = this.db.selectFrom('usage').select(['feature', 'amount']).where('org_id', '=', orgId);
    query.where('at', '>', at); // planted: no-unexecuted-query
    return query.execute();
  }

  async forget(before: string): Promise<void> {
    this.db.deleteFrom('usage').where('at', '<', before).execute(); // planted: no-missing-await
  }
}
