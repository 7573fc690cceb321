import type { EntityManager, EntityRepository } from '@mikro-orm/postgresql';

export class Invoice {
  id!: number;
  name!: string;
  amount = 0;
}

export class InvoiceService {
  constructor(
    private readonly em: EntityManager,
    private readonly invoices: EntityRepository<Invoice>,
  ) {}

  async create(names: readonly string[]) {
    const made = names.map((name) => this.em.create(Invoice, { name, amount: 0 }));
    for (const invoice of made) this.em.persist(invoice);
    await this.em.flush();
    return made;
  }

  async rename(id: number, name: string) {
    const invoice = await this.invoices.findOneOrFail(id);
    this.em.assign(invoice, { name });
    await this.em.persist(invoice).flush();
    return invoice;
  }

  transfer(from: number, to: number) {
    return this.em.transactional(async (em) => {
      const [source, target] = await Promise.all([em.findOneOrFail(Invoice, from), em.findOneOrFail(Invoice, to)]);
      target.amount += source.amount;
      em.remove(source);
      await em.flush();
      return target;
    });
  }

  async list(page: number, name?: string) {
    const qb = this.em.createQueryBuilder(Invoice, 'i').select('*');
    if (name) qb.andWhere({ name });
    qb.limit(10).offset(page * 10);
    const [rows, total] = await qb.getResultAndCount();
    return { rows, total, all: await this.invoices.findAll({ limit: 10 }) };
  }

  async fork() {
    const em = this.em.fork();
    await em.begin();
    try {
      em.persist(em.create(Invoice, { name: 'x', amount: 1 }));
      await em.commit();
    } catch (error) {
      await em.rollback();
      throw error;
    }
    return em.getReference(Invoice, 1);
  }
}
