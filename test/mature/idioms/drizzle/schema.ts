import { relations } from 'drizzle-orm';
import { integer, pgTable, serial, text } from 'drizzle-orm/pg-core';

export const invoices = pgTable('invoices', { id: serial('id').primaryKey(), name: text('name').notNull(), ownerId: integer('owner_id') });
export const lines = pgTable('lines', { id: serial('id').primaryKey(), invoiceId: integer('invoice_id'), amount: integer('amount') });
export const invoiceRelations = relations(invoices, ({ many }) => ({ lines: many(lines) }));
