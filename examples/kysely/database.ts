/** Opens the bookshop's database in memory, with Kysely on better-sqlite3. */
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, type Generated } from 'kysely';

export interface Shop {
  books: { id: Generated<number>; title: string; author: string; price: number; stock: number };
  orders: { id: Generated<number>; book_id: number; customer: string; quantity: number };
}

const database = new Database(':memory:');

database.exec(`
  CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, author TEXT, price INTEGER, stock INTEGER);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, book_id INTEGER REFERENCES books, customer TEXT, quantity INTEGER);
  INSERT INTO books (title, author, price, stock) VALUES
    ('Emma', 'Jane Austen', 900, 4), ('Dracula', 'Bram Stoker', 1100, 2), ('Ulysses', 'James Joyce', 1500, 0);
`);

export const db = new Kysely<Shop>({ dialect: new SqliteDialect({ database }) });
