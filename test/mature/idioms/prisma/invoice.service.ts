import { prisma, type Tx } from './client.ts';
import { InvoiceRepository } from './invoice.repository.ts';

interface Logger {
  error(error: unknown): void;
}

export class InvoiceService {
  constructor(
    private readonly invoices: InvoiceRepository,
    private readonly logger: Logger,
  ) {}

  async transfer(from: number, to: number) {
    return prisma.$transaction(
      async (tx) => {
        const invoices = this.invoices.withTransaction(tx);
        const [source, target] = await Promise.all([invoices.findById(from), invoices.findById(to)]);
        if (!source || !target) throw new Error('missing');
        await tx.user.update({ where: { id: from }, data: { name: target.name } });
        await this.note(to, tx);
        return tx.user.findUniqueOrThrow({ where: { id: to } });
      },
      { timeout: 10_000, isolationLevel: 'Serializable' },
    );
  }

  async removeWithPosts(id: number) {
    const steps = [prisma.post.deleteMany({ where: { authorId: id } }), prisma.user.delete({ where: { id } })];
    const [, removed] = await prisma.$transaction(steps);
    return removed;
  }

  async safely(id: number) {
    try {
      return await this.invoices.findById(id);
    } catch (error) {
      this.logger.error(error);
      return null;
    }
  }

  async summary(id: number, withPosts: boolean) {
    const [invoice, posts = []] = await Promise.all([
      prisma.user.findUnique({ where: { id } }),
      ...(withPosts ? [prisma.post.findMany({ where: { authorId: id } })] : []),
    ]);
    return { invoice, posts };
  }

  touch(id: number) {
    void this.invoices.findById(id).then((found) => found ?? this.logger.error('gone'));
    return this.invoices.findById(id).catch((error) => this.logger.error(error));
  }

  private async note(id: number, tx: Tx = prisma) {
    await tx.post.create({ data: { title: 'transferred', authorId: id } as never });
  }
}
