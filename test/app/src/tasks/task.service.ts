/** Tasks: adding, moving, assigning, finishing. */
import type { Prisma, PrismaClient, Task } from '@/generated/prisma/client';
import { Injectable } from '@/lib/di';
import { logger } from '@/lib/logger';
import { retry } from '@/lib/result';

export interface TaskFilter {
  readonly projectId: string;
  readonly assigneeId?: string;
  readonly done?: boolean;
  readonly withAssignee?: boolean;
}

@Injectable()
export class TaskService {
  constructor(protected readonly db: PrismaClient) {}

  async add(projectId: string, titles: string[]): Promise<number> {
    const { _max } = await this.db.task.aggregate({ where: { projectId }, _max: { position: true } });
    const first = (_max.position ?? 0) + 1;
    const data = titles.map((title, index) => ({ title, projectId, position: first + index }));
    const { count } = await this.db.task.createMany({ data });
    return count;
  }

  async find(filter: TaskFilter): Promise<Task[]> {
    const { withAssignee = false, ...where } = filter;
    const tasks = this.db.task.findMany({ where, orderBy: { position: 'asc' }, include: { assignee: withAssignee } });
    return tasks;
  }

  /** All positions in one transaction: the queries are handed over un-awaited. */
  async reorder(ids: string[]) {
    await this.db.$transaction(ids.map((id, position) => this.db.task.update({ where: { id }, data: { position } })));
  }

  async finish(id: string, userId: string, touch: boolean) {
    const [task] = await this.db.$transaction([
      this.db.task.update({ where: { id }, data: { done: true } }),
      ...(touch ? [this.db.user.update({ where: { id: userId }, data: { lastSeenAt: new Date() } })] : []),
    ]);
    return task;
  }

  async assign(ids: string[], assigneeId: string) {
    const updates: Prisma.PrismaPromise<unknown>[] = [];
    for (const id of ids) {
      updates.push(this.db.task.update({ where: { id }, data: { assigneeId } }));
    }
    await Promise.all(updates);
  }

  async unassign(ids: string[]) {
    const updates = [];
    for (const id of ids) {
      const update = this.db.task.update({ where: { id }, data: { assigneeId: null } });
      updates.push(update);
    }
    await this.db.$transaction(updates);
  }

  async reopen(ids: string[]) {
    ids.forEach((id) => this.db.task.update({ where: { id }, data: { done: false } })); // planted: no-unexecuted-query
  }

  async postpone(id: string, days: number) {
    const task = await retry(3, () => this.db.task.findUniqueOrThrow({ where: { id } }));
    const dueAt = new Date((task.dueAt ?? new Date()).getTime() + days * 86_400_000);
    return await retry(3, async () => await this.db.task.update({ where: { id }, data: { dueAt } }));
  }

  async titleOf(id: string): Promise<string> {
    return (await this.db.task.findUnique({ where: { id } }))?.title ?? `Task ${id}`;
  }

  async removeDone(projectId: string) {
    if (await this.db.task.findFirst({ where: { projectId, done: true } })) {
      void this.db.task.deleteMany({ where: { projectId, done: true } }); // planted: no-unexecuted-query
      logger.info('Removed what is done', { projectId });
    }
  }
}
