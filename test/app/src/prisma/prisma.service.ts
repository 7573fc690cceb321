/** The Prisma client as a service that opens and closes with the application. */
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { env } from '@/env';
import { Prisma, PrismaClient } from '@/generated/prisma/client';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@/lib/di';

@Injectable()
export class PrismaService extends PrismaClient implements OnModuleInit, OnModuleDestroy {
  constructor() {
    super({ adapter: new PrismaBetterSqlite3({ url: env.sqliteFile }) });
  }

  async onModuleInit() {
    await this.$connect();
  }

  async onModuleDestroy() {
    await this.$disconnect();
  }

  /** Empties the tables, children first; only the tests call it. */
  async truncate() {
    const deletions = [this.task.deleteMany(), this.membership.deleteMany(), this.project.deleteMany()];
    await this.$transaction([...deletions, this.user.deleteMany()]);
  }

  async healthy() {
    const [row] = await this.$queryRaw<{ one: number }[]>(Prisma.sql`SELECT 1 AS one`);
    return row?.one === 1;
  }
}
