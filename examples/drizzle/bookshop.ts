/** The bookshop on Drizzle over better-sqlite3: builders run when awaited, `.all()`, `.get()` and `.run()` block. */
import { asc, desc, eq, gt, like, sql } from 'drizzle-orm';
import { db } from './database.ts';
import { books, orders } from './schema.ts';

export async function booksInStock() {
  return await db.select().from(books).where(gt(books.stock, 0)).orderBy(asc(books.title));
}

export function findBook(title: string) {
  return db.select().from(books).where(eq(books.title, title)).get();
}

/** A builder is mutable: refining it as a statement is enough. */
export async function search(words: string, author?: string) {
  const query = db.select().from(books).$dynamic();
  query.where(like(books.title, `%${words}%`));
  if (author) query.where(eq(books.author, author));
  return await query.limit(10);
}

export async function bestsellers() {
  const sold = sql<number>`sum(${orders.quantity})`;
  const query = db
    .select({ title: books.title, sold })
    .from(orders)
    .innerJoin(books, eq(books.id, orders.bookId))
    .groupBy(books.id)
    .orderBy(desc(sold));
  return await query;
}

export async function dashboard() {
  const [shelf, sales] = await Promise.all([
    db.$count(books),
    db.query.orders.findMany({ with: { book: true }, limit: 5 }),
  ]);
  return { shelf, sales };
}

/** On better-sqlite3 a transaction is synchronous: every query inside must block. */
export function sell(bookId: number, customer: string) {
  db.transaction((tx) => {
    tx.update(books)
      .set({ stock: sql`${books.stock} - 1` })
      .where(eq(books.id, bookId))
      .run();
    tx.insert(orders).values({ bookId, customer }).run();
  });
}

// Mistake: nobody awaits the update, so the price stays as it was.
export async function reprice(title: string, price: number) {
  db.update(books).set({ price }).where(eq(books.title, title));
}

// Mistake: `void` silences the linter, and the order is never placed.
export function order(bookId: number, customer: string) {
  void db.insert(orders).values({ bookId, customer });
}

// Mistake: the deletion is kept in a variable that nobody awaits.
export async function clearShelf(author: string) {
  const removal = db.delete(books).where(eq(books.author, author));
  console.log(`All books by ${author} are gone.`);
}

// Mistake: `execute()` sends the update, but nobody waits for it or sees it fail.
export async function restock(title: string, copies: number) {
  db.update(books).set({ stock: copies }).where(eq(books.title, title)).execute();
  console.log(`${title} is back on the shelf.`);
}
