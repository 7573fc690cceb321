import { eq, inArray } from 'drizzle-orm';
import { db } from './db.ts';
import { invoices, lines } from './schema.ts';

class DataLoader<K, V> {
  constructor(private readonly batch: (keys: readonly K[]) => Promise<readonly V[]>) {}
  load = async (key: K): Promise<V | undefined> => (await this.batch([key]))[0];
}

export const linesOf = new DataLoader<number, unknown[]>(async (ids) => {
  const rows = await db.select().from(lines).where(inArray(lines.invoiceId, [...ids]));
  return ids.map((id) => rows.filter(({ invoiceId }) => invoiceId === id));
});

export const resolvers = {
  Query: {
    invoice: (_: unknown, { id }: { id: number }) => db.query.invoices.findFirst({ where: eq(invoices.id, id) }),
    invoices: async () => ({ nodes: await db.select().from(invoices), total: await db.$count(invoices) }),
  },
  Invoice: {
    lines: ({ id }: { id: number }) => linesOf.load(id),
    owner: async (invoice: { ownerId: number }) => {
      const [owner] = await db.select().from(invoices).where(eq(invoices.id, invoice.ownerId)).limit(1);
      return owner;
    },
  },
  Mutation: {
    save: (_: unknown, { name }: { name: string }) => db.insert(invoices).values({ name }).returning().then(([row]) => row),
  },
};

export class Unit {
  private readonly work: (() => PromiseLike<unknown>)[] = [];

  add(name: string) {
    this.work.push(() => db.insert(invoices).values({ name }));
    return this;
  }

  async commit() {
    for (const step of this.work.splice(0)) await step();
  }
}

export const filtered = (ids: readonly number[]) => {
  const latest = db.select({ id: lines.invoiceId }).from(lines).limit(1);
  const query = db.select().from(invoices);
  return ids.length > 0 ? query.where(inArray(invoices.id, latest)) : query;
};
