import type { Prisma, PrismaClient } from 'prisma-client';
import { prisma, type Tx } from './client.ts';

export class InvoiceRepository {
  constructor(private readonly db: PrismaClient | Tx = prisma) {}

  withTransaction(tx: Tx) {
    return new InvoiceRepository(tx);
  }

  findById(id: number) {
    return this.db.user.findUnique({ where: { id } });
  }

  async findMany(where: Prisma.UserWhereInput, page = 1, size = 20) {
    const [rows, total] = await Promise.all([
      this.db.user.findMany({ where, skip: (page - 1) * size, take: size }),
      this.db.user.count({ where }),
    ]);
    return { rows, total, pages: Math.ceil(total / size) };
  }

  create = (data: Prisma.UserCreateInput) => this.db.user.create({ data });

  async upsertAll(names: readonly string[]) {
    const queries = names.map((name) => this.db.user.create({ data: { name } as never }));
    return Promise.all(queries);
  }

  async *pages(size = 100) {
    let cursor: number | undefined;
    while (true) {
      const rows = await this.db.user.findMany({
        take: size,
        ...(cursor !== undefined && { skip: 1, cursor: { id: cursor } }),
        orderBy: { id: 'asc' },
      });
      if (rows.length === 0) return;
      yield rows;
      cursor = rows.at(-1)?.id;
    }
  }
}
