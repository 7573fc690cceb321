/** Creating, showing and archiving projects. */
import { Injectable } from '@/lib/di';
import { attempt, type Result } from '@/lib/result';
import { PrismaService, type Prisma } from '@/prisma';
import { membershipOf, requireRole, transferOwnership } from './project.access';

const withPeople = { memberships: { include: { user: true } } } satisfies Prisma.ProjectInclude;

@Injectable()
export class ProjectService {
  private prisma: PrismaService;

  constructor(prismaService: PrismaService) {
    this.prisma = prismaService;
  }

  async create(ownerId: string, name: string) {
    return this.prisma.$transaction(async (tx) => {
      const slug = await this.freeSlug(tx, name);
      const project = await tx.project.create({ data: { name, slug } });
      await tx.membership.create({ data: { userId: ownerId, projectId: project.id, role: 'OWNER' } });
      return project;
    });
  }

  async show(slug: string, userId: string) {
    const project = await this.prisma.project.findUniqueOrThrow({ where: { slug }, include: withPeople });
    const [membership, open] = await Promise.all([
      membershipOf(this.prisma, userId, project.id),
      this.prisma.task.count({ where: { projectId: project.id, done: false } }),
    ]);
    return { ...project, role: membership?.role ?? 'VIEWER', open };
  }

  async list(userId: string, options: { archived?: boolean; take?: number } = {}) {
    const { archived = false, take = 50 } = options;
    return await this.prisma.project.findMany({
      where: { memberships: { some: { userId } }, archivedAt: archived ? { not: null } : null },
      orderBy: [{ name: 'asc' }],
      take,
    });
  }

  async exists(slug: string) {
    return !!(await this.prisma.project.findUnique({ where: { slug }, select: { id: true } }));
  }

  async handOver(projectId: string, from: string, to: string): Promise<Result<void>> {
    return await attempt(async () => {
      await requireRole(this.prisma, from, projectId, 'OWNER');
      await this.prisma.$transaction((tx) => transferOwnership(tx, projectId, from, to), { timeout: 10_000 });
    });
  }

  async archive(slug: string) {
    this.prisma.$transaction(async (tx) => { // planted: no-missing-await
      const { id } = await tx.project.update({ where: { slug }, data: { archivedAt: new Date() } });
      await tx.task.updateMany({ where: { projectId: id, done: false }, data: { dueAt: null } });
    });
  }

  async remove(slug: string, force = false) {
    const open = await this.prisma.task.count({ where: { project: { slug }, done: false } });
    if (open > 0 && !force) return false;
    const removal = this.prisma.project.delete({ where: { slug } }); // planted: no-unexecuted-query
    return true;
  }

  private async freeSlug(tx: Prisma.TransactionClient, name: string): Promise<string> {
    const slug = name.toLowerCase().replaceAll(/\W+/g, '-');
    for (let suffix = 0; ; suffix++) {
      const candidate = suffix === 0 ? slug : `${slug}-${suffix}`;
      if (!(await tx.project.findUnique({ where: { slug: candidate } }))) return candidate;
    }
  }
}
