/** A small adapter over Kysely that builds its queries from data, table by table. */
import { expressionBuilder, sql, type Kysely, type SelectQueryBuilder } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/sqlite';
import type { Warehouse } from './database';

export interface Where {
  readonly field: keyof Warehouse['usage'];
  readonly operator?: '=' | '>' | '<';
  readonly value: string | number;
}

type UsageQuery = SelectQueryBuilder<Warehouse, 'usage', {}>;

export class Adapter {
  constructor(private readonly db: Kysely<Warehouse>) {}

  async findMany(where: Where[], sortBy?: keyof Warehouse['usage'], limit = 100) {
    let query = this.base().selectAll();
    for (const { field, operator = '=', value } of where) {
      query = query.where(field, operator, value as never);
    }
    if (sortBy) query = query.orderBy(sortBy);
    query = query.limit(limit);
    const rows = await query.execute();
    return rows.length === 0 ? null : rows;
  }

  async findOne(where: Where[]) {
    const query = where.reduce((builder, { field, value }) => builder.where(field, '=', value as never), this.base());
    return (await query.selectAll().executeTakeFirst()) ?? null;
  }

  async page(orgId: number, page: number) {
    const query = this.base().where('org_id', '=', orgId);
    const [rows, count] = await Promise.all([
      query.selectAll().limit(20).offset(20 * page).execute(),
      query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow(),
    ]);
    return { rows, count: count.count };
  }

  async orgsWithInvoices(ids: readonly number[] | undefined) {
    return await this.db
      .selectFrom('orgs')
      .select((eb) => [
        'orgs.id',
        jsonArrayFrom(eb.selectFrom('invoices').select(['cents']).whereRef('invoices.org_id', '=', 'orgs.id')).as('invoices'),
      ])
      .$call((qb) => (ids ? qb.where('orgs.id', 'in', ids) : qb))
      .execute();
  }

  async heavyUsers(threshold: number) {
    const heavy = this.db.selectFrom('usage').select('org_id').groupBy('org_id').having(sql`sum(amount)`, '>', threshold);
    const filter = expressionBuilder<Warehouse, 'orgs'>().and([]);
    return this.db.selectFrom('orgs').selectAll().where('id', 'in', heavy).where(filter).execute();
  }

  async copy(from: number, to: number) {
    return await this.db
      .insertInto('usage')
      .columns(['org_id', 'feature', 'amount'])
      .expression((eb) => eb.selectFrom('usage').select([sql<number>`${to}`.as('org_id'), 'feature', 'amount']).where('org_id', '=', from))
      .executeTakeFirst();
  }

  async remove(where: Where): Promise<number> {
    const query = this.db.deleteFrom('usage').where(where.field, '=', where.value as never);
    const { numDeletedRows } = await query.executeTakeFirst();
    return Number(numDeletedRows);
  }

  async touch(orgId: number) {
    this.base().where('org_id', '=', orgId); // planted: no-unexecuted-query
    await this.db.updateTable('usage').set({ at: 'now' }).where('org_id', '=', orgId); // planted: no-await-builder
  }

  async increment(orgId: number, by: number) {
    const update = this.db
      .updateTable('usage')
      .set((eb) => ({ amount: eb('amount', '+', by) }))
      .where('org_id', '=', orgId);
    await Promise.all([update.execute(), this.log(orgId)]);
    return by;
  }

  count(): Promise<{ count: number }> {
    return this.base().select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  }

  private base(): UsageQuery {
    return this.db.selectFrom('usage');
  }

  private log = async (orgId: number) =>
    this.db.insertInto('usage').values({ org_id: orgId, feature: 'log', amount: 0 }).returning('id').executeTakeFirst();
}
