/** Opens the bookshop's database in memory, with Prisma on better-sqlite3. */
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { PrismaClient } from './generated/client.ts';

export const prisma = new PrismaClient({ adapter: new PrismaBetterSqlite3({ url: ':memory:' }) });

await prisma.$executeRaw`
  CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT UNIQUE, author TEXT, price INTEGER, stock INTEGER)`;
await prisma.$executeRaw`
  CREATE TABLE orders (id INTEGER PRIMARY KEY, book_id INTEGER REFERENCES books, customer TEXT, quantity INTEGER)`;
await prisma.book.createMany({
  data: [
    { title: 'Emma', author: 'Jane Austen', price: 900, stock: 4 },
    { title: 'Dracula', author: 'Bram Stoker', price: 1100, stock: 2 },
    { title: 'Ulysses', author: 'James Joyce', price: 1500, stock: 0 },
  ],
});
