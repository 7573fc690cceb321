/** The client with what every query of the web application wants: soft archives and full names. */
import { prisma } from './client';

export const extendedPrisma = prisma.$extends({
  name: 'harbour',
  model: {
    project: {
      async archive(slug: string) {
        return await prisma.project.update({ where: { slug }, data: { archivedAt: new Date() } });
      },
    },
  },
  query: {
    project: {
      async findMany({ args, query }) {
        return await query({ ...args, where: { archivedAt: null, ...args.where } });
      },
    },
  },
});

export type ExtendedPrisma = typeof extendedPrisma;

export async function visibleProjects(client: ExtendedPrisma = extendedPrisma) {
  return await client.project.findMany({ orderBy: { name: 'asc' } });
}

export async function renameProject(slug: string, name: string) {
  extendedPrisma.project.update({ where: { slug }, data: { name } }); // planted: no-unexecuted-query
  return await extendedPrisma.project.findUniqueOrThrow({ where: { slug } });
}
