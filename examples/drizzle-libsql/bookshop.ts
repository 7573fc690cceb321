/** The bookshop on Drizzle over libSQL: the same builders, but `.all()`, `.get()` and `.run()` return promises. */
import { and, eq, gte, lt, sql } from 'drizzle-orm';
import { db } from './database.ts';
import { books, orders } from '../drizzle/schema.ts';

const findByTitle = db
  .select()
  .from(books)
  .where(eq(books.title, sql.placeholder('title')))
  .prepare();

export async function findBook(title: string) {
  return await findByTitle.get({ title });
}

export function runningLow() {
  return db.select().from(books).where(lt(books.stock, 3));
}

export async function titles() {
  const shelf = await db.query.books.findMany({ columns: { title: true } });
  return shelf.map((book) => book.title);
}

export async function restockMany(copies: Map<string, number>) {
  const updates = [];
  for (const [title, stock] of copies) {
    updates.push(db.update(books).set({ stock }).where(eq(books.title, title)));
  }
  await Promise.all(updates);
}

export async function sell(bookId: number, customer: string, quantity: number) {
  await db.transaction(async (tx) => {
    const enough = and(eq(books.id, bookId), gte(books.stock, quantity));
    const [book] = await tx.select().from(books).where(enough);
    if (!book) tx.rollback();
    await tx
      .update(books)
      .set({ stock: sql`${books.stock} - ${quantity}` })
      .where(enough);
    await tx.insert(orders).values({ bookId, customer, quantity });
  });
}

export async function closeYear() {
  await db.batch([db.update(books).set({ price: sql`${books.price} + 100` }), db.delete(orders)]);
}

// Mistake: `.run()` is executing here, so the update is sent, but a failure is lost.
export async function rename(title: string, better: string) {
  db.update(books).set({ title: better }).where(eq(books.title, title)).run();
}

// Mistake: the query is missing an `await`, so the transaction commits without the order.
export async function order(bookId: number, customer: string) {
  await db.transaction(async (tx) => {
    await tx
      .update(books)
      .set({ stock: sql`${books.stock} - 1` })
      .where(eq(books.id, bookId));
    tx.insert(orders).values({ bookId, customer });
  });
}

// Mistake: `forEach` ignores what its callback returns, so not one of these is sent.
export async function discount(titles: string[]) {
  titles.forEach((title) => db.update(books).set({ price: 100 }).where(eq(books.title, title)));
}
