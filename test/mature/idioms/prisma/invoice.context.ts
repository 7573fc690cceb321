import { AsyncLocalStorage } from 'node:async_hooks';
import { prisma, type Tx } from './client.ts';

const storage = new AsyncLocalStorage<Tx>();

/** The client of the transaction around, or the outer one. */
export const current = (): Tx => storage.getStore() ?? prisma;

export function inTransaction<T>(work: () => Promise<T>): Promise<T> {
  return storage.getStore() ? work() : prisma.$transaction((tx) => storage.run(tx, work));
}

export const rename = (id: number, name: string) =>
  inTransaction(async () => {
    const before = await current().user.findUniqueOrThrow({ where: { id } });
    await current().post.create({ data: { title: before.name, authorId: id } as never });
    return current().user.update({ where: { id }, data: { name } });
  });

export function Transactional() {
  return (_target: object, _key: string, descriptor: PropertyDescriptor) => {
    const original = descriptor.value as (...args: unknown[]) => Promise<unknown>;
    descriptor.value = function (this: unknown, ...args: unknown[]) {
      return inTransaction(() => original.apply(this, args));
    };
  };
}
