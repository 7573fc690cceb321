import type { Kysely } from 'kysely';

export interface Shop {
  orders: { id: number; open: boolean };
}

export function openOrders(db: Kysely<Shop>) {
  return db.selectFrom('orders').where('open', '=', true);
}

export async function close(db: Kysely<Shop>) {
  return await openOrders(db).select('id').execute();
}
