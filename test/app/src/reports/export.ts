/** Streams the warehouse out, row by row. */
import { warehouse, type Usage } from './database';
import { within, type Period } from './filters';

const csv = (value: unknown): string => `"${String(value).replaceAll('"', '""')}"`;

export async function* usageLines(period: Period): AsyncGenerator<string> {
  const query = within(warehouse.selectFrom('usage').selectAll(), period);
  for await (const row of query.stream(500)) {
    yield [row.org_id, row.feature, row.amount, row.at].map(csv).join(',');
  }
}

export function usageStream(orgId: number): AsyncIterable<Usage> {
  return warehouse.selectFrom('usage').selectAll().where('org_id', '=', orgId).stream();
}

export async function sumOf(orgId: number): Promise<number> {
  let sum = 0;
  const rows = usageStream(orgId);
  for await (const { amount } of rows) sum += amount;
  return sum;
}

/** Two inserts and an update in a transaction that is controlled by hand. */
export async function archive(orgId: number): Promise<void> {
  const trx = await warehouse.startTransaction().execute();
  try {
    await trx.deleteFrom('usage').where('org_id', '=', orgId).execute();
    await trx.updateTable('orgs').set({ country: null }).where('id', '=', orgId).execute();
    await trx.commit().execute();
  } catch (error) {
    await trx.rollback().execute();
    throw error;
  }
}

export async function unarchive(orgId: number): Promise<void> {
  const trx = await warehouse.startTransaction().execute();
  await trx.insertInto('usage').values({ org_id: orgId, feature: 'seat', amount: 1 }).execute();
  await trx.commit(); // planted: no-await-builder
}
