/** Opens the bookshop's database in memory, with Drizzle on better-sqlite3. */
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import * as schema from './schema.ts';

const client = new Database(':memory:');

client.exec(`
  CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, author TEXT, price INTEGER, stock INTEGER);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, book_id INTEGER REFERENCES books, customer TEXT, quantity INTEGER);
  INSERT INTO books (title, author, price, stock) VALUES
    ('Emma', 'Jane Austen', 900, 4), ('Dracula', 'Bram Stoker', 1100, 2), ('Ulysses', 'James Joyce', 1500, 0);
`);

export const db = drizzle(client, { schema });
