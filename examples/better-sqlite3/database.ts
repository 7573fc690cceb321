/** Opens the bookshop's database in memory and puts the first books on the shelves. */
import Database from 'better-sqlite3';

export interface Book {
  id: number;
  title: string;
  author: string;
  price: number;
  stock: number;
}

export const db = new Database(':memory:');

db.exec(`
  CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, author TEXT, price INTEGER, stock INTEGER);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, book_id INTEGER REFERENCES books, customer TEXT, quantity INTEGER);
  INSERT INTO books (title, author, price, stock) VALUES
    ('Emma', 'Jane Austen', 900, 4), ('Dracula', 'Bram Stoker', 1100, 2), ('Ulysses', 'James Joyce', 1500, 0);
`);
