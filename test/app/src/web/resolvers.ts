/** GraphQL: whoever calls a resolver awaits what it returns. */
import type { Membership, PrismaClient, Project, Task } from '@/generated/prisma/client';
import { HttpError } from '@/lib/http';

export interface Context {
  readonly prisma: PrismaClient;
  readonly userId?: string;
}

type Resolver<Parent, Args, Result> = (parent: Parent, args: Args, context: Context) => PromiseLike<Result> | Result;

export const resolvers = {
  Query: {
    me: (_parent: unknown, _args: unknown, { prisma, userId }: Context) =>
      userId ? prisma.user.findUnique({ where: { id: userId } }) : null,
    projects: async (_parent: unknown, { take }: { take: number }, ctx: Context) => {
      const projects = await ctx.prisma.project.findMany({ take });
      return projects.filter(({ archivedAt }) => !archivedAt);
    },
    task(_parent: unknown, { id }: { id: string }, ctx: Context) {
      return ctx.prisma.task.findUniqueOrThrow({ where: { id } });
    },
  },
  Project: {
    tasks: (project: Project, _args: unknown, { prisma }: Context) =>
      prisma.project.findUnique({ where: { id: project.id } }).tasks({ orderBy: { position: 'asc' } }),
    size: ({ id }: Project, _args: unknown, { prisma }: Context) => prisma.task.count({ where: { projectId: id } }),
  },
  Mutation: {
    async finish(_parent: unknown, { ids }: { ids: string[] }, { prisma, userId }: Context) {
      if (!userId) throw new HttpError(401, 'Sign in first.');
      const { count } = await prisma.task.updateMany({ where: { id: { in: ids } }, data: { done: true } });
      prisma.user.update({ where: { id: userId }, data: { lastSeenAt: new Date() } }); // planted: no-unexecuted-query
      return count;
    },
  },
};

export const assignee: Resolver<Task, unknown, unknown> = (task, _args, { prisma }) =>
  task.assigneeId === null ? null : prisma.task.findUnique({ where: { id: task.id } }).assignee();

/** Answers many at once, in the order they were asked for. */
export function membershipLoader(prisma: PrismaClient) {
  return async (keys: readonly string[]): Promise<Membership[][]> => {
    const memberships = await prisma.membership.findMany({ where: { userId: { in: [...keys] } } });
    return keys.map((key) => memberships.filter(({ userId }) => userId === key));
  };
}

export class ProjectResolver {
  constructor(private readonly context: Context) {}

  readonly byId = (id: string) => this.context.prisma.project.findUnique({ where: { id } });

  get newest() {
    return this.context.prisma.project.findFirst({ orderBy: { name: 'desc' } });
  }

  static async slugs({ prisma }: Context): Promise<string[]> {
    return (await prisma.project.findMany({ select: { slug: true } })).map(({ slug }) => slug);
  }

  async rename(id: string, name: string) {
    const { prisma } = this.context;
    const [before] = await Promise.all([this.byId(id), prisma.project.update({ where: { id }, data: { name } })]);
    return before?.name;
  }
}
