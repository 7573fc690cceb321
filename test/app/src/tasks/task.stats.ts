/** Numbers about tasks, some of them in SQL. */
import { Prisma } from '@/generated/prisma/client';
import { prisma } from '@/prisma/client';

type Burndown = { day: string; open: bigint }[];

export async function burndown(projectId: string, since: Date) {
  const from = Prisma.sql`FROM "Task" WHERE "projectId" = ${projectId} AND "dueAt" >= ${since}`;
  const rows = await prisma.$queryRaw<Burndown>`
    SELECT date("dueAt") AS day, count(*) AS open ${from} GROUP BY day`;
  return rows.map(({ day, open }) => ({ day, open: Number(open) }));
}

export async function perAssignee(projectId: string) {
  const groups = await prisma.task.groupBy({
    by: ['assigneeId'],
    where: { projectId },
    _count: { _all: true },
    orderBy: { _count: { id: 'desc' } },
  });
  const users = await prisma.user.findMany({ where: { id: { in: groups.flatMap(({ assigneeId }) => assigneeId ?? []) } } });
  return groups.map((group) => ({ user: users.find(({ id }) => id === group.assigneeId), tasks: group._count._all }));
}

export function overdue(now = new Date()) {
  return prisma.task
    .findMany({ where: { done: false, dueAt: { lt: now } } })
    .then((tasks) => tasks.length)
    .catch(() => 0);
}

/** Counts only what is asked for. */
export async function counts(wanted: { users?: boolean; tasks?: boolean }) {
  const [users, tasks] = await Promise.all([
    wanted.users ? prisma.user.count() : Promise.resolve(0),
    wanted.tasks ? prisma.task.count() : 0,
  ]);
  return { users, tasks };
}

export async function compact() {
  prisma.$executeRaw`UPDATE "Task" SET "position" = "position" - 1 WHERE "position" > 1000`; // planted: no-unexecuted-query
  await prisma.$executeRawUnsafe('PRAGMA optimize');
}
