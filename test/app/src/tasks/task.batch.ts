/** Long-running work on tasks: pages, retries, timers and generators. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PrismaClient, Task } from '@/generated/prisma/client';
import { logger } from '@/lib/logger';
import { prisma } from '@/prisma';

type Step = () => PromiseLike<unknown>;

const STEPS: Step[] = [
  () => prisma.task.deleteMany({ where: { title: '' } }),
  () => prisma.task.updateMany({ where: { position: { lt: 0 } }, data: { position: 0 } }),
];

export async function runSteps(): Promise<void> {
  for (const step of STEPS) await step();
  await Promise.all(STEPS.map((step) => step()));
}

/** A generator that yields queries for somebody else to run. */
export function* queries(client: PrismaClient, ids: string[]) {
  for (const id of ids) yield client.task.findUnique({ where: { id } });
}

export async function collect(ids: string[]): Promise<Task[]> {
  const tasks: Task[] = [];
  for (const query of queries(prisma, ids)) {
    const task = await query;
    if (task) tasks.push(task);
  }
  return tasks;
}

export async function waitUntilDone(id: string, timeout: number): Promise<boolean> {
  const until = Date.now() + timeout;
  do {
    const task = await prisma.task.findUnique({ where: { id } });
    if (task?.done) return true;
    await sleep(100);
  } while (Date.now() < until);
  return false;
}

export async function firstAnswer(id: string) {
  return await Promise.race([prisma.task.findUnique({ where: { id } }), sleep(1000).then(() => null)]);
}

export async function guarded(id: string) {
  try {
    return await prisma.task.delete({ where: { id } });
  } catch (error) {
    logger.error('Could not delete', error);
    return null;
  } finally {
    await prisma.task.updateMany({ data: { position: { decrement: 1 } } });
  }
}

export function poll(everyMs: number): () => void {
  const timer = setInterval(async () => {
    const overdue = await prisma.task.count({ where: { dueAt: { lt: new Date() } } });
    if (overdue > 0) logger.warn(`${overdue} tasks are overdue`);
  }, everyMs);
  return () => clearInterval(timer);
}

export function later(id: string): void {
  void (async () => {
    await sleep(1000);
    await prisma.task.update({ where: { id }, data: { done: true } });
  })();
}

export const onFinished = (emitter: NodeJS.EventEmitter) =>
  emitter.on('finished', async (id: string) => {
    await prisma.task.update({ where: { id }, data: { done: true } });
    prisma.task.updateMany({ where: { position: { gt: 100 } }, data: { position: 100 } }); // planted: no-unexecuted-query
  });

export async function lastOf(projectIds: string[]) {
  const last: (Task | null)[] = [];
  for await (const task of projectIds.map((projectId) => prisma.task.findFirst({ where: { projectId }, orderBy: { position: 'desc' } }))) {
    last.push(task);
  }
  return last;
}

export async function setAll(ids: string[], done: boolean) {
  const updates = ids.map((id) => prisma.task.update({ where: { id }, data: { done } })); // planted: no-unexecuted-query
  logger.info(`Updated ${updates.length} tasks`);
}
