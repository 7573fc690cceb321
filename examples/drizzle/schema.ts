/** The bookshop's tables and how they relate. */
import { relations } from 'drizzle-orm';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const books = sqliteTable('books', {
  id: integer('id').primaryKey(),
  title: text('title').notNull(),
  author: text('author').notNull(),
  price: integer('price').notNull(),
  stock: integer('stock').notNull(),
});

export const orders = sqliteTable('orders', {
  id: integer('id').primaryKey(),
  bookId: integer('book_id')
    .notNull()
    .references(() => books.id),
  customer: text('customer').notNull(),
  quantity: integer('quantity').notNull().default(1),
});

export const booksRelations = relations(books, ({ many }) => ({ orders: many(orders) }));
export const ordersRelations = relations(orders, ({ one }) => ({
  book: one(books, { fields: [orders.bookId], references: [books.id] }),
}));
