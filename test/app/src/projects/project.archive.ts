/** Moves what is old out of the way. */
import { logger } from '@/lib/logger';
import type { PrismaService } from '@/prisma';

export class ProjectArchive {
  constructor(private readonly db: PrismaService) {}

  async run(before: Date) {
    const { db } = this;
    await this.db.$transaction(async (tx) => {
      const old = await tx.project.findMany({ where: { archivedAt: { lt: before } } });
      await tx.task.deleteMany({ where: { projectId: { in: old.map(({ id }) => id) } } });
      await db.project.deleteMany({ where: { archivedAt: { lt: before } } }); // planted: no-query-outside-transaction
    });
  }

  async runQuietly(before: Date) {
    await this.db.$transaction(async (tx) => {
      try {
        await tx.project.deleteMany({ where: { archivedAt: { lt: before } } });
      } catch (error) {
        logger.error('Could not archive', error);
        await this.db.task.create({ data: { title: 'Look at the archive', projectId: 'operations' } });
        throw error;
      }
    });
  }

  async titles(projectIds: string[]) {
    return Promise.all(projectIds.map((projectId) => this.db.task.findMany({ where: { projectId } }))); // planted: no-query-in-loop
  }

  async projects(ids: string[]) {
    return Promise.all(ids.map((id) => this.db.project.findUnique({ where: { id } })));
  }

  async sizes(projectId: string) {
    const members = await this.db.membership.count({ where: { projectId } });
    const tasks = await this.db.task.count({ where: { projectId } }); // planted: prefer-parallel-queries
    return { members, tasks };
  }
}
