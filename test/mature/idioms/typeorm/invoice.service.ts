import { In, type EntityManager, type Repository, type SelectQueryBuilder } from 'typeorm';
import { dataSource, Invoice } from './invoice.entity.ts';

declare function InjectRepository(entity: unknown): (target: object, key: unknown, index: number) => void;

export class InvoiceService {
  constructor(@InjectRepository(Invoice) private readonly invoices: Repository<Invoice>) {}

  private base(alias = 'invoice'): SelectQueryBuilder<Invoice> {
    return this.invoices.createQueryBuilder(alias).leftJoinAndSelect(`${alias}.lines`, 'line');
  }

  async list(filter: { name?: string; ids?: number[]; page: number }) {
    const query = this.base();
    if (filter.name) query.andWhere('invoice.name ILIKE :name', { name: `%${filter.name}%` });
    if (filter.ids) query.andWhere({ id: In(filter.ids) });
    query.skip(filter.page * 10).take(10);
    const [rows, total] = await query.getManyAndCount();
    return { rows, total };
  }

  async withSub() {
    const sub = this.invoices.createQueryBuilder('inner').select('MAX(inner.id)').groupBy('inner.name');
    return this.base().where(`invoice.id IN (${sub.getQuery()})`).setParameters(sub.getParameters()).getMany();
  }

  async create(names: readonly string[]) {
    const made = names.map((name) => this.invoices.create({ name }));
    const saved = await this.invoices.save(made, { chunk: 100 });
    await Promise.all(saved.map((invoice) => this.invoices.update(invoice.id, { amount: 0 })));
    return saved;
  }

  transfer(from: number, to: number) {
    return dataSource.transaction(async (manager) => {
      const repository = manager.getRepository(Invoice);
      const [source, target] = await Promise.all([repository.findOneByOrFail({ id: from }), repository.findOneByOrFail({ id: to })]);
      await this.log(manager, `${source.id} ${target.id}`);
      await manager.withRepository(this.invoices).increment({ id: to }, 'amount', source.amount);
      return manager.remove(source);
    });
  }

  async byRunner() {
    const runner = dataSource.createQueryRunner();
    await runner.connect();
    await runner.startTransaction();
    try {
      await runner.manager.save(Invoice, { name: 'x' });
      await runner.commitTransaction();
    } catch (error) {
      await runner.rollbackTransaction();
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async log(manager: EntityManager, text: string) {
    await manager.query('INSERT INTO logs VALUES ($1)', [text]);
  }

  onModuleInit() {
    this.invoices.count().then((count) => console.log(count)).catch(console.error);
  }
}

export const extended = (repository: Repository<Invoice>) =>
  repository.extend({
    large(this: Repository<Invoice>) {
      return this.createQueryBuilder('i').where('i.amount > 100').orderBy('i.id').getMany();
    },
  });

export async function eachInvoice(visit: (invoice: Invoice) => Promise<void>) {
  const stream = await dataSource.getRepository(Invoice).createQueryBuilder('i').stream();
  for await (const row of stream) await visit(row as Invoice);
  await dataSource.createQueryBuilder().update(Invoice).set({ amount: 0 }).where('id = 1').execute();
  const invoice = await Invoice.byName('x');
  if (invoice) await invoice.remove();
}
