/** Invoices and what they add up to. */
import type { Selectable } from 'kysely';
import type { InvoiceTable, InvoiceUpdate } from './database';
import { inCountry, isPaid, month } from './filters';
import { ReportRepository } from './report.repository';

type Invoice = Selectable<InvoiceTable>;

export class RevenueRepository extends ReportRepository<Invoice> {
  async findById(id: number): Promise<Invoice | undefined> {
    return this.db.selectFrom('invoices').selectAll().where('id', '=', id).executeTakeFirst();
  }

  async perMonth(orgId: number) {
    return this.db
      .selectFrom('invoices')
      .select((eb) => [month(eb.ref('paid_at').$castTo<string>()).as('month'), eb.fn.sum<number>('cents').as('cents')])
      .where('org_id', '=', orgId)
      .where(isPaid)
      .groupBy('month')
      .execute();
  }

  async debtors() {
    return await this.db
      .selectFrom('orgs')
      .select(['orgs.id', 'orgs.name'])
      .where(({ exists, selectFrom, not }) =>
        not(exists(selectFrom('invoices').select('invoices.id').whereRef('invoices.org_id', '=', 'orgs.id').where(isPaid))),
      )
      .execute();
  }

  async topPayers(limit: number) {
    const { rows, total } = await this.inTransaction(async (trx) => {
      const paid = trx.selectFrom('invoices').where(isPaid);
      const { total } = await paid.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = await trx
        .with('sums', () => paid.select(['org_id', ({ fn }) => fn.sum<number>('cents').as('cents')]).groupBy('org_id'))
        .selectFrom('sums')
        .innerJoin('orgs', 'orgs.id', 'sums.org_id')
        .select(['orgs.name', 'sums.cents'])
        .orderBy('sums.cents', 'desc')
        .limit(limit)
        .execute();
      return { rows, total };
    });
    return rows.map((row) => ({ ...row, total }));
  }

  async update(id: number, change: InvoiceUpdate) {
    const { numUpdatedRows } = await this.db.updateTable('invoices').set(change).where('id', '=', id).executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async markPaid(ids: number[], at: string) {
    const update = this.db.updateTable('invoices').set({ paid_at: at }).where('id', 'in', ids); // planted: no-unexecuted-query
    return ids.length;
  }

  async isSettled(orgId: number) {
    const open = this.db.selectFrom('invoices').select('id').where('org_id', '=', orgId).where('paid_at', 'is', null);
    return (await open.limit(1).executeTakeFirst()) === undefined;
  }

  async countIn(country: string | null) {
    const query = inCountry(this.db.selectFrom('orgs'), country);
    const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    return count;
  }

  async describe(id: number): Promise<string> {
    const invoice = this.findById(id);
    const org = this.db.selectFrom('orgs').select('name').where('id', '=', id).executeTakeFirst(); // planted: no-missing-await
    return `${(await invoice)?.cents ?? 0} of ${org}`;
  }
}
