/** What runs at night: nothing waits for it, so that a failure is logged and not thrown. */
import { logger } from '@/lib/logger';
import { Queue } from '@/lib/queue';
import { prisma, type PrismaService } from '@/prisma';

const DAY = 86_400_000;
const queue = new Queue();

export function scheduleCleanup(everyMs = DAY): NodeJS.Timeout {
  return setInterval(() => {
    forgetOldTasks().catch((error: unknown) => logger.error('The cleanup failed', error));
    queue.add(() => prisma.membership.deleteMany({ where: { user: { lastSeenAt: { lt: before(365) } } } }));
  }, everyMs);
}

const before = (days: number): Date => new Date(Date.now() - days * DAY);

async function forgetOldTasks(): Promise<void> {
  const { count } = await prisma.task.deleteMany({ where: { done: true, dueAt: { lt: before(90) } } });
  if (count > 0) logger.info(`Forgot ${count} tasks`);
}

/** Fire and forget: `catch` sends the query. */
export function markSeen(id: string): void {
  prisma.user
    .update({ where: { id }, data: { lastSeenAt: new Date() } })
    .catch((error: unknown) => logger.warn('Could not mark as seen', { id, error }));
}

export class ShutdownJob {
  constructor(private readonly services: readonly PrismaService[]) {}

  async run(): Promise<void> {
    await Promise.all(this.services.map((service) => service.$disconnect()));
  }
}

export function markAllSeen(ids: string[]): void {
  for (const id of ids) {
    prisma.user.update({ where: { id }, data: { lastSeenAt: new Date() } }); // planted: no-unexecuted-query
  }
}
