/** Reads tasks from elsewhere and writes them in batches. */
import { prisma } from '@/prisma';
import type { Prisma, Task } from '@/generated/prisma/client';
import { batched, chunks } from '@/lib/chunks';

export interface Row {
  readonly title: string;
  readonly assignee?: string;
}

/** Pages through a project by cursor, so that nothing has to fit into memory. */
export async function* allTasks(projectId: string, size = 100): AsyncGenerator<Task> {
  let cursor: Prisma.TaskWhereUniqueInput | undefined;
  while (true) {
    const page: Task[] = await prisma.task.findMany({
      where: { projectId },
      take: size,
      orderBy: { id: 'asc' },
      ...(cursor ? { skip: 1, cursor } : {}),
    });
    yield* page;
    const last = page.at(-1);
    if (page.length < size || !last) return;
    cursor = { id: last.id };
  }
}

export async function importTasks(projectId: string, rows: AsyncIterable<Row>) {
  let imported = 0;
  for await (const batch of batched(rows, 500)) {
    const emails = batch.flatMap(({ assignee }) => assignee ?? []);
    const users = await prisma.user.findMany({ where: { email: { in: emails } }, select: { id: true, email: true } });
    const idOf = new Map(users.map(({ id, email }) => [email, id]));
    const data = batch.map(({ title, assignee = '' }) => ({ title, projectId, assigneeId: idOf.get(assignee) ?? null }));
    imported += (await prisma.task.createMany({ data })).count;
  }
  return imported;
}

export async function copyTasks(from: string, to: string) {
  const copies: Prisma.TaskCreateManyInput[] = [];
  for await (const { title, position } of allTasks(from)) copies.push({ title, position, projectId: to });
  for (const data of chunks(copies, 500)) {
    await prisma.task.createMany({ data });
  }
}

export async function undoImport(ids: string[]) {
  const deletions = [...chunks(ids, 500)].map((part) => prisma.task.deleteMany({ where: { id: { in: part } } }));
  const results = await Promise.allSettled(deletions);
  return results.filter(({ status }) => status === 'rejected').length;
}

export async function countImported(projectId: string) {
  const count = prisma.task.count({ where: { projectId } }); // planted: no-unexecuted-query
  return `Imported ${count} tasks`;
}
