import { and, asc, eq, gt, inArray, sql, type SQL } from 'drizzle-orm';
import { db, type Db, type Tx } from './db.ts';
import { invoices, lines } from './schema.ts';

interface Filter {
  readonly name?: string;
  readonly owners?: readonly number[];
  readonly after?: number;
}

export function listInvoices(filter: Filter) {
  const conditions: SQL[] = [];
  if (filter.name !== undefined) conditions.push(eq(invoices.name, filter.name));
  if (filter.owners) conditions.push(inArray(invoices.ownerId, [...filter.owners]));
  if (filter.after !== undefined) conditions.push(gt(invoices.id, filter.after));
  return db.select().from(invoices).where(and(...conditions)).orderBy(asc(invoices.id)).limit(50);
}

export async function searchInvoices(filter: Filter) {
  const query = db.select().from(invoices).$dynamic();
  if (filter.name !== undefined) query.where(eq(invoices.name, filter.name));
  query.limit(10);
  return await query;
}

export async function totals() {
  const sums = db.$with('sums').as(
    db.select({ id: lines.invoiceId, sum: sql<number>`sum(${lines.amount})`.as('sum') }).from(lines).groupBy(lines.invoiceId),
  );
  const sub = db.select({ id: invoices.id }).from(invoices).where(gt(invoices.id, 10)).as('sub');
  return db.with(sums).select().from(sums).innerJoin(sub, eq(sub.id, sums.id));
}

const byId = db.select().from(invoices).where(eq(invoices.id, sql.placeholder('id'))).prepare('invoice_by_id');
export const findInvoice = (id: number) => byId.execute({ id });

export async function saveInvoice(name: string, client: Db | Tx = db) {
  const [saved] = await client.insert(invoices).values({ name }).onConflictDoNothing().returning();
  return saved;
}

export const withLines = (id: number) =>
  db.query.invoices.findFirst({ where: (invoice, { eq }) => eq(invoice.id, id), with: { lines: true } });
