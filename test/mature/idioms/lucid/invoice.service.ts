import db from '@adonisjs/lucid/services/db';
import { BaseModel, column, scope } from '@adonisjs/lucid/orm';
import type { TransactionClientContract } from '@adonisjs/lucid/types/database';

export class Invoice extends BaseModel {
  @column({ isPrimary: true }) declare id: number;
  @column() declare name: string;

  static recent = scope((query) => {
    query.orderBy('id', 'desc').limit(10);
  });
}

export default class InvoiceService {
  async list(name?: string) {
    const query = Invoice.query().withScopes((scopes) => scopes.recent());
    if (name) query.where('name', name);
    query.if(name, (inner) => inner.orWhereNull('name'));
    return query.paginate(1, 10);
  }

  async rename(id: number, name: string) {
    const invoice = await Invoice.findOrFail(id);
    invoice.merge({ name });
    await invoice.save();
    return invoice.refresh();
  }

  async move(id: number) {
    return db.transaction(async (trx) => {
      const invoice = await Invoice.findOrFail(id, { client: trx });
      invoice.useTransaction(trx);
      await invoice.delete();
      await this.note(trx);
      await trx.from('lines').where('invoice_id', id).delete();
      return Invoice.create({ name: 'moved' }, { client: trx });
    });
  }

  async count() {
    const [{ $extras }] = await Invoice.query().count('* as total');
    const rows = await db.rawQuery('select 1');
    return { $extras, rows, first: await db.from('invoices').first() };
  }

  private async note(trx: TransactionClientContract) {
    await trx.table('logs').insert({ text: 'moved' });
  }
}
