import { Model, transaction, type TransactionOrKnex } from 'objection';

export class Line extends Model {
  static override tableName = 'lines';
  id!: number;
  amount!: number;
}

export class Invoice extends Model {
  static override tableName = 'invoices';
  id!: number;
  name!: string;
  lines?: Line[];

  static override modifiers = {
    recent(builder: import('objection').QueryBuilder<Invoice>) {
      builder.orderBy('id', 'desc').limit(10);
    },
  };

  static named(name: string, trx?: TransactionOrKnex) {
    return this.query(trx).where({ name });
  }

  rename(name: string, trx?: TransactionOrKnex) {
    return this.$query(trx).patchAndFetch({ name });
  }

  override async $beforeInsert() {
    this.name ??= 'unnamed';
  }
}

export async function listInvoices(name?: string) {
  const query = Invoice.query().withGraphFetched('lines');
  if (name) query.where({ name });
  query.modify('recent');
  const total = await query.resultSize();
  return { rows: await query, total };
}

export async function moveInvoice(id: number) {
  return Invoice.transaction(async (trx) => {
    const invoice = await Invoice.query(trx).findById(id).forUpdate().throwIfNotFound();
    await invoice.$relatedQuery('lines', trx).delete();
    await invoice.rename('moved', trx);
    return Invoice.query(trx).insertGraph({ name: 'copy', lines: [{ amount: 1 }] } as never);
  });
}

export const bound = () =>
  transaction(Invoice, Line, async (BoundInvoice, BoundLine) => {
    await BoundLine.query().delete();
    return BoundInvoice.query().insert({ name: 'x' });
  });

export const missing = () => Invoice.query().whereNotExists(Line.query().whereColumn('lines.invoice_id', 'invoices.id'));
