/** Everything about people: signing up, looking up, leaving. */
import { HttpError } from '@/lib/http';
import { Injectable } from '@/lib/di';
import type { Logger } from '@/lib/logger';
import { PrismaService, type Prisma } from '@/prisma';

@Injectable()
export class AccountService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly logger: Logger,
  ) {}

  async find(id: string) {
    const user = await this.prisma.user.findUnique({ where: { id }, include: { memberships: true } });
    if (!user) throw new HttpError(404, `There is no user ${id}.`);
    return user;
  }

  // Returned, not awaited: the caller runs it.
  findByEmail(email: string) {
    return this.prisma.user.findUnique({ where: { email: email.toLowerCase() } });
  }

  projectsOf(userId: string) {
    return this.prisma.user.findUniqueOrThrow({ where: { id: userId } }).memberships({ include: { project: true } });
  }

  async signUp(data: Prisma.UserCreateInput) {
    const existing = await this.findByEmail(data.email);
    if (existing) throw new HttpError(409, 'This address is taken.');
    const user = await this.prisma.user.create({ data });
    void this.welcome(user.id).catch((error: unknown) => this.logger.error('No welcome', error));
    return user;
  }

  async touch(id: string): Promise<void> {
    this.prisma.user.update({ where: { id }, data: { lastSeenAt: new Date() } }); // planted: no-unexecuted-query
  }

  async leave(id: string) {
    const isLastOwner = (await this.prisma.membership.count({ where: { role: 'OWNER', userId: { not: id } } })) === 0;
    if (isLastOwner) throw new HttpError(409, 'Somebody has to own the projects.');
    const [, removed] = await this.prisma.$transaction([
      this.prisma.membership.deleteMany({ where: { userId: id } }),
      this.prisma.user.delete({ where: { id } }),
    ]);
    return removed;
  }

  async search(term: string | undefined, page = 0, size = 20) {
    const where: Prisma.UserWhereInput = term ? { OR: [{ name: { contains: term } }, { email: { contains: term } }] } : {};
    const [count, users] = await Promise.all([
      this.prisma.user.count({ where }),
      this.prisma.user.findMany({ where, skip: page * size, take: size, orderBy: { createdAt: 'desc' } }),
    ]);
    return { count, users };
  }

  async promote(ids: string[]) {
    // `map` hands the queries to Promise.all, which runs them.
    return await Promise.all(
      ids.map((id) => this.prisma.user.update({ where: { id }, data: { role: 'ADMIN' }, select: { id: true } })),
    );
  }

  private async welcome(id: string) {
    const user = await this.prisma.user.findUniqueOrThrow({ where: { id }, select: { name: true, email: true } });
    this.logger.info(`Welcome, ${user.name ?? user.email}!`);
  }
}
