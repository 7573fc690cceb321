/** The bookshop on Prisma: a query is a promise that does nothing until it is awaited. */
import { prisma } from './database.ts';

export async function booksInStock() {
  return await prisma.book.findMany({ where: { stock: { gt: 0 } }, orderBy: { title: 'asc' } });
}

/** Returned without `await`: whoever awaits the call runs the query. */
export function findBook(title: string) {
  return prisma.book.findUnique({ where: { title } });
}

export async function ordersOf(title: string) {
  return await prisma.book.findUnique({ where: { title } }).orders();
}

export async function dashboard() {
  const shelf = prisma.book.aggregate({ _sum: { stock: true } });
  const sales = prisma.order.count();
  const [{ _sum }, sold] = await Promise.all([shelf, sales]);
  return { shelf: _sum.stock, sold };
}

export async function bestsellers() {
  return await prisma.$queryRaw<{ title: string; sold: bigint }[]>`
    SELECT title, sum(quantity) AS sold FROM orders JOIN books ON books.id = book_id GROUP BY title`;
}

/** An array of queries is handed over un-awaited: `$transaction` runs them. */
export async function sell(bookId: number, customer: string) {
  await prisma.$transaction([
    prisma.book.update({ where: { id: bookId }, data: { stock: { decrement: 1 } } }),
    prisma.order.create({ data: { bookId, customer } }),
  ]);
}

export async function renameAuthor(author: string, better: string) {
  await prisma.$transaction(async (tx) => {
    const books = await tx.book.findMany({ where: { author } });
    for (const { id } of books) {
      await tx.book.update({ where: { id }, data: { author: better } });
    }
  });
}

// Mistake: nobody awaits the update, so the price stays as it was.
export async function reprice(title: string, price: number) {
  prisma.book.update({ where: { title }, data: { price } });
}

// Mistake: `void` silences the linter, and the order is never placed.
export function order(bookId: number, customer: string) {
  void prisma.order.create({ data: { bookId, customer } });
}

// Mistake: without `await` the transaction commits before it has removed anything.
export async function clearShelf(author: string) {
  await prisma.$transaction(async (tx) => {
    tx.book.deleteMany({ where: { author } });
  });
}

// Mistake: the queries are built, and nothing awaits the array that holds them.
export async function restock(titles: string[]) {
  const updates = titles.map((title) => prisma.book.update({ where: { title }, data: { stock: 10 } }));
  console.log(`Restocked ${updates.length} titles.`);
}

// Mistake: `$transaction` runs at the call, but nobody waits for it or sees it fail.
export async function closeYear() {
  prisma.$transaction([prisma.order.deleteMany(), prisma.book.updateMany({ data: { stock: { increment: 1 } } })]);
}
