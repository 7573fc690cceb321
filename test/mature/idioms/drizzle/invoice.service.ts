import { eq } from 'drizzle-orm';
import { db, type Tx } from './db.ts';
import { saveInvoice } from './invoice.queries.ts';
import { invoices, lines } from './schema.ts';

async function clear(tx: Tx, id: number) {
  await tx.delete(lines).where(eq(lines.invoiceId, id));
}

export async function replaceInvoice(id: number, name: string) {
  return await db.transaction(async (tx) => {
    await clear(tx, id);
    await tx.delete(invoices).where(eq(invoices.id, id));
    const saved = await saveInvoice(name, tx);
    if (!saved) tx.rollback();
    return saved;
  });
}

export async function nested(names: string[]) {
  await db.transaction(async (outer) => {
    for (const name of names) {
      await outer.transaction(async (inner) => {
        await inner.insert(invoices).values({ name });
      });
    }
  });
}

export function handler(ctx: { waitUntil(promise: Promise<unknown>): void }) {
  ctx.waitUntil(db.insert(lines).values({ amount: 1 }).execute());
  ctx.waitUntil(db.insert(lines).values({ amount: 1 }).then(() => undefined));
  return new Response('ok');
}

export async function inOrder(ids: readonly number[]) {
  const jobs: Promise<unknown>[] = [];
  for (const id of ids) jobs.push(db.update(invoices).set({ name: 'x' }).where(eq(invoices.id, id)).execute());
  await Promise.all(jobs);
  const removal = db.delete(invoices).where(eq(invoices.id, 0));
  console.log(removal.toSQL());
  await removal;
  return ids.reduce(async (before, id) => {
    await before;
    await db.update(invoices).set({ name: 'y' }).where(eq(invoices.id, id));
  }, Promise.resolve());
}

export const union = () => db.select().from(invoices).union(db.select().from(invoices).where(eq(invoices.id, 1)));
