/** One Prisma client a process, kept on globalThis so that hot reloading does not open a new pool each time. */
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { env } from '../env';
import { PrismaClient } from '../generated/prisma/client';

const globalForPrisma = globalThis as unknown as { prisma?: PrismaClient };

const createPrisma = () =>
  new PrismaClient({
    adapter: new PrismaBetterSqlite3({ url: env.sqliteFile }),
    log: env.production ? ['error'] : ['warn', 'error'],
  });

export const prisma = globalForPrisma.prisma ?? createPrisma();

if (!env.production) globalForPrisma.prisma = prisma;
