export { prisma } from './client';
export { extendedPrisma, visibleProjects } from './extended';
export * from './prisma.service';
export type { Prisma } from '../generated/prisma/client';
