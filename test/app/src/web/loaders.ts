/** Data for the pages: loaders hand their queries on in every way that works. */
import type { Prisma } from '@/generated/prisma/client';
import { prisma } from '@/prisma';

type Loader<T> = (id: string) => PromiseLike<T>;

/** Remembers what was loaded for as long as the request lives. */
function cache<T>(load: Loader<T>): Loader<T> {
  const loaded = new Map<string, PromiseLike<T>>();
  return (id) => {
    const known = loaded.get(id) ?? load(id);
    loaded.set(id, known);
    return known;
  };
}

const defer = <T extends Record<string, unknown>>(data: T): { data: T } => ({ data });

export const getUser = cache((id: string) => prisma.user.findUnique({ where: { id } }));
export const getProject = cache(async (slug: string) => await prisma.project.findUnique({ where: { slug } }));

/** The page streams what it does not wait for. */
export async function dashboardLoader(userId: string) {
  const critical = await prisma.user.findUniqueOrThrow({ where: { id: userId } });
  return defer({ user: critical, tasks: prisma.task.findMany({ where: { assigneeId: userId } }) });
}

const fetchers = {
  users: () => prisma.user.findMany({ take: 10 }),
  tasks: () => prisma.task.findMany({ take: 10 }),
  projects: async () => prisma.project.findMany({ take: 10 }),
};

export async function suggestions(kind: keyof typeof fetchers) {
  const found = await fetchers[kind]();
  return found.map(({ id }) => id);
}

export async function either(archived: boolean) {
  let query;
  if (archived) query = prisma.project.findMany({ where: { archivedAt: { not: null } } });
  else query = prisma.project.findMany({ where: { archivedAt: null } });
  return await query;
}

export async function byKind(kind: 'open' | 'done' | 'late') {
  switch (kind) {
    case 'open':
      return prisma.task.count({ where: { done: false } });
    case 'done':
      return prisma.task.count({ where: { done: true } });
    default: {
      const late = prisma.task.count({ where: { done: false, dueAt: { lt: new Date() } } });
      return late;
    }
  }
}

export async function countsByName(names: string[]) {
  const queries: Record<string, Prisma.PrismaPromise<number>> = {};
  for (const name of names) {
    queries[name] = prisma.project.count({ where: { name } });
  }
  const counts = await Promise.all(Object.values(queries));
  return Object.fromEntries(Object.keys(queries).map((name, index) => [name, counts[index]]));
}

export async function countsById(ids: string[]) {
  const pending = new Map(ids.map((id) => [id, prisma.task.count({ where: { projectId: id } })]));
  return await Promise.all(pending.values());
}

export async function prefetch(id: string) {
  const started = prisma.user.findUnique({ where: { id } });
  const project = await prisma.project.findFirst();
  const user = await started;
  return { user, project };
}

export async function inSequence(ids: string[]) {
  await ids.reduce<Promise<unknown>>(
    (before, id) => before.then(() => prisma.task.update({ where: { id }, data: { done: true } })),
    Promise.resolve(),
  );
}

export async function touchIfKnown(id: string | undefined) {
  id && prisma.user.update({ where: { id }, data: { lastSeenAt: new Date() } }); // planted: no-unexecuted-query
  const user = id ? await prisma.user.findUnique({ where: { id } }) : null;
  return user ?? (await prisma.user.findFirst());
}

export async function isEmpty(projectId: string) {
  if (prisma.task.findFirst({ where: { projectId } })) { // planted: no-unexecuted-query
    return false;
  }
  return true;
}

export async function merged(projectId: string) {
  const project = { ...prisma.project.findUnique({ where: { id: projectId } }) }; // planted: no-unexecuted-query
  return { ...project, members: await prisma.membership.count({ where: { projectId } }) };
}
