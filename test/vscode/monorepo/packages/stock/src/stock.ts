import type { Kysely } from 'kysely';
import { openOrders, type Shop } from '../../orders/src/orders.js';

export async function reserved(db: Kysely<Shop>) {
  return await openOrders(db).select('id').execute();
}
