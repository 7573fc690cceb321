import { Kysely } from 'kysely';

interface Shop {
  books: { id: number; title: string; price: number; stock: number };
}

export async function cheapBooks(db: Kysely<Shop>) {
  const found = await db
    .selectFrom('books')
    .select(['title', 'price'])
    .where('price', '<', 10)
    .execute();
  return found;
}

export async function sell(db: Kysely<Shop>, id: number) {
  db.updateTable('books').set({ stock: 0 }).where('id', '=', id).execute();
}

export async function empty(db: Kysely<Shop>) {
  db.deleteFrom('books').where('stock', '=', 0);
}
