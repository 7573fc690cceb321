/** The bookshop on Kysely: a builder never runs by itself, not even when awaited; `execute` and its kin send it. */
import { sql, type Kysely } from 'kysely';
import { db, type Shop } from './database.ts';

export async function booksInStock() {
  return await db.selectFrom('books').selectAll().where('stock', '>', 0).orderBy('title').execute();
}

/** A builder is immutable: each refinement is assigned. */
export async function search(words: string, author?: string) {
  let query = db.selectFrom('books').selectAll().where('title', 'like', `%${words}%`);
  if (author) query = query.where('author', '=', author);
  return await query.limit(10).execute();
}

export async function orderedBooks() {
  return await db
    .selectFrom('books')
    .select('title')
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('orders').select('orders.id').whereRef('orders.book_id', '=', 'books.id')),
    )
    .execute();
}

export async function shelfWorth() {
  const worth = sql<number>`sum(price * stock)`;
  const { total } = await db.selectFrom('books').select(worth.as('total')).executeTakeFirstOrThrow();
  return total;
}

export async function printCatalogue() {
  for await (const book of db.selectFrom('books').selectAll().stream()) {
    console.log(`${book.title}, by ${book.author}`);
  }
}

export function sell(book: number, customer: string) {
  return db.transaction().execute(async (trx) => {
    await takeFromShelf(trx, book);
    await trx.insertInto('orders').values({ book_id: book, customer, quantity: 1 }).execute();
  });
}

async function takeFromShelf(shop: Kysely<Shop>, book: number) {
  await shop
    .updateTable('books')
    .set((eb) => ({ stock: eb('stock', '-', 1) }))
    .where('id', '=', book)
    .execute();
}

// Mistake: `await` does not run a builder, so the price stays as it was.
export async function reprice(title: string, price: number) {
  await db.updateTable('books').set({ price }).where('title', '=', title);
}

// Mistake: the builder is dropped without being executed.
export function order(book: number, customer: string) {
  db.insertInto('orders').values({ book_id: book, customer, quantity: 1 });
}

// Mistake: `where` returns a new builder, so the old one finds the books of every author.
export async function booksBy(author: string) {
  const query = db.selectFrom('books').selectAll();
  query.where('author', '=', author);
  return await query.execute();
}

// Mistake: the update is sent, but nobody waits for it or sees it fail.
export async function restock(title: string, copies: number) {
  db.updateTable('books').set({ stock: copies }).where('title', '=', title).execute();
}

// Mistake: the promise is printed, not the book.
export async function announce(title: string) {
  const book = db.selectFrom('books').select('price').where('title', '=', title).executeTakeFirst();
  console.log(`${title} is now ${book}`);
}
