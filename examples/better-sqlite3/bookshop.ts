/** The bookshop on better-sqlite3: a statement is built by `prepare` and runs, blocking, only when it is told to. */
import { db, type Book } from './database.ts';

const takeFromShelf = db.prepare('UPDATE books SET stock = stock - ? WHERE id = ?');
const placeOrder = db.prepare('INSERT INTO orders (book_id, customer, quantity) VALUES (?, ?, ?)');

export function booksInStock(): Book[] {
  return db.prepare<[], Book>('SELECT * FROM books WHERE stock > 0 ORDER BY title').all();
}

export function findBook(title: string): Book | undefined {
  const query = db.prepare<[string], Book>('SELECT * FROM books WHERE title = ?');
  return query.get(title);
}

export function authors(): string[] {
  return db.prepare<[], string>('SELECT DISTINCT author FROM books').pluck().all();
}

export function shelfWorth(): number {
  let worth = 0;
  for (const book of db.prepare<[], Book>('SELECT * FROM books').iterate()) {
    worth += book.price * book.stock;
  }
  return worth;
}

/** `transaction` wraps a function; the statements run when the wrapped function is called. */
export function sell(bookId: number, customer: string, quantity = 1): void {
  const sale = db.transaction(() => {
    takeFromShelf.run(quantity, bookId);
    placeOrder.run(bookId, customer, quantity);
  });
  sale();
}

export function restock(title: string, copies: number): void {
  db.prepare('UPDATE books SET stock = stock + ? WHERE title = ?').run(copies, title);
}

// Mistake: the statement is prepared and dropped, so the price stays as it was.
export function reprice(title: string, price: number): void {
  db.prepare('UPDATE books SET price = @price WHERE title = @title').bind({ title, price });
}

// Mistake: the statement is kept in a variable that nobody uses.
export function clearShelf(author: string): void {
  const removal = db.prepare('DELETE FROM books WHERE author = ?');
  console.log(`All books by ${author} are gone.`);
}

// Mistake: the transaction is built and never called.
export function restockAll(titles: string[]): void {
  db.transaction(() => titles.forEach((title) => restock(title, 10)));
}
