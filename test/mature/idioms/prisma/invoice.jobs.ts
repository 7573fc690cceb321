import { prisma } from './client.ts';

interface Queue<T> {
  process(worker: (job: { data: T }) => Promise<unknown>): void;
  add(data: T): Promise<unknown>;
}
declare function createQueue<T>(name: string): Queue<T>;
declare const events: { on(name: string, listener: (id: number) => void): void };

export const queue = createQueue<{ id: number }>('invoices');
queue.process(({ data: { id } }) => prisma.user.update({ where: { id }, data: { name: 'done' } }));
queue.process(async ({ data }) => {
  const found = await prisma.user.findUnique({ where: { id: data.id }, include: { posts: true } as never });
  return found ?? null;
});

events.on('invoice.paid', (id) => {
  void queue.add({ id });
});
events.on('invoice.removed', async (id) => {
  await prisma.post.deleteMany({ where: { authorId: id } });
});

const limit = <T>(work: () => PromiseLike<T>) => Promise.resolve().then(work);

export async function processAll(ids: readonly number[]) {
  const tasks = ids.map((id) => limit(() => prisma.user.findUnique({ where: { id } })));
  const found = await Promise.all(tasks);
  const byId = new Map(found.flatMap((user) => (user ? [[user.id, user] as const] : [])));
  ids.filter((id) => byId.has(id)).forEach((id) => void queue.add({ id }));
  return byId;
}

const timers = new Set<NodeJS.Timeout>();
export function schedule() {
  timers.add(
    setInterval(() => {
      prisma.post.deleteMany({ where: { title: '' } }).catch(console.error);
    }, 60_000),
  );
  return () => timers.forEach((timer) => clearInterval(timer));
}

export const seed = async () => {
  await prisma.post.deleteMany();
  for (const name of ['ann', 'bob']) await prisma.user.create({ data: { name } as never });
};
