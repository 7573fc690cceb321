import type { DataSource, EntityManager, EntitySubscriberInterface, InsertEvent, MigrationInterface, QueryRunner } from 'typeorm';
import { Invoice } from './invoice.entity.ts';

export class InvoiceSubscriber implements EntitySubscriberInterface<Invoice> {
  constructor(source: DataSource) {
    source.subscribers.push(this);
  }

  listenTo() {
    return Invoice;
  }

  async afterInsert(event: InsertEvent<Invoice>) {
    await event.manager.query('SELECT 1');
  }
}

export class AddInvoices1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query('CREATE TABLE invoices (id serial)');
    await runner.manager.save(Invoice, { name: 'first', amount: 0 });
  }

  async down(runner: QueryRunner) {
    await runner.dropTable('invoices');
  }
}

export class Unit {
  private readonly made: Invoice[] = [];

  constructor(private readonly manager: EntityManager) {}

  add(name: string) {
    this.made.push(this.manager.create(Invoice, { name, amount: 0 }));
    return this;
  }

  async commit() {
    return this.manager.transaction('SERIALIZABLE', async (manager) => {
      const saved = await manager.save(this.made);
      await manager.createQueryBuilder().delete().from(Invoice).where('amount < 0').execute();
      return saved.length;
    });
  }
}

export const pageOf = async (manager: EntityManager, page: number) => {
  const query = manager.createQueryBuilder(Invoice, 'i').orderBy('i.id');
  const total = query.clone().getCount();
  const rows = query.skip(page * 10).take(10).getMany();
  return { rows: await rows, total: await total };
};
