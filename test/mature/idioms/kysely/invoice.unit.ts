import type { Kysely, SelectQueryBuilder } from 'kysely';
import { db, type Client, type Tables } from './db.ts';

type Query<O> = SelectQueryBuilder<Tables, 'invoices', O>;

const named = <O>(query: Query<O>, name: string | undefined) => (name ? query.where('name', '=', name) : query);
const paged = <O>(query: Query<O>, page: number) => query.limit(10).offset(page * 10);

export const list = (name: string | undefined, page: number) =>
  paged(named(db.selectFrom('invoices').selectAll(), name), page).execute();

export async function inParts(ids: readonly number[]) {
  const found: unknown[] = [];
  for (let i = 0; i < ids.length; i += 100) {
    const part = ids.slice(i, i + 100);
    found.push(...(await db.selectFrom('invoices').selectAll().where('id', 'in', part).execute()));
  }
  return found;
}

export async function either(id: number) {
  const query = db.selectFrom('invoices').selectAll().where('id', '=', id);
  const sent = id > 0 ? query.executeTakeFirst() : Promise.resolve(undefined);
  const [first, count] = await Promise.all([sent, db.selectFrom('lines').select('id').execute()]);
  return { first, count, sql: query.compile().sql };
}

export class Unit {
  private readonly steps: ((trx: Client) => Promise<unknown>)[] = [];

  insert(name: string) {
    this.steps.push((trx) => trx.insertInto('invoices').values({ name, owner_id: null }).execute());
    return this;
  }

  remove(id: number) {
    this.steps.push(async (trx) => {
      await trx.deleteFrom('lines').where('invoice_id', '=', id).execute();
      await trx.deleteFrom('invoices').where('id', '=', id).execute();
    });
    return this;
  }

  commit(client: Kysely<Tables> = db) {
    return client.transaction().execute(async (trx) => {
      for (const step of this.steps) await step(trx);
    });
  }
}

export const latest = db
  .selectFrom('invoices as i')
  .innerJoin((eb) => eb.selectFrom('lines').select('invoice_id').distinct().as('l'), (join) => join.onRef('l.invoice_id', '=', 'i.id'))
  .select(['i.id'])
  .where(({ exists, selectFrom }) => exists(selectFrom('lines').select('id')));
export const run = () => latest.execute();
