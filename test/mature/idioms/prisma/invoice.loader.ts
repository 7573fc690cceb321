import { prisma } from './client.ts';

const pending = new Map<number, Promise<unknown>>();

/** One query for whoever asks meanwhile. */
export function loadInvoice(id: number) {
  let found = pending.get(id);
  if (!found) {
    found = prisma.user.findUnique({ where: { id } }).finally(() => pending.delete(id));
    pending.set(id, found);
  }
  return found;
}

export const extended = prisma.$extends({
  query: {
    user: {
      async findMany({ args, query }: { args: object; query(args: object): Promise<unknown> }) {
        return query({ ...args, take: 100 });
      },
    },
  },
});

export async function refreshInvoices(ids: readonly number[]) {
  const chunks: number[][] = [];
  for (let i = 0; i < ids.length; i += 100) chunks.push(ids.slice(i, i + 100));
  for (const chunk of chunks) await prisma.user.updateMany({ where: { id: { in: chunk } }, data: { name: 'x' } });
  const settled = await Promise.allSettled(ids.map((id) => prisma.user.findUnique({ where: { id } })));
  return settled.filter(({ status }) => status === 'fulfilled').length;
}

export async function withRetry<T>(work: () => Promise<T>, attempts = 3): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts) throw error;
    }
  }
}

export const renamed = (id: number) => withRetry(() => prisma.user.update({ where: { id }, data: { name: 'y' } }).then((row) => row));
export const raw = (id: number) => prisma.$queryRaw`select * from users where id = ${id}`;
