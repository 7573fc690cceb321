import { PrismaClient } from 'prisma-client';

const globalForPrisma = globalThis as unknown as { prisma?: PrismaClient };

export const prisma = globalForPrisma.prisma ?? new PrismaClient({} as never);
if (process.env['NODE_ENV'] !== 'production') globalForPrisma.prisma = prisma;
export type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];
