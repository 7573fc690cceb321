import type { Query, Schema } from 'mongoose';
import { InvoiceModel } from './models.ts';

export function softDelete(schema: Schema) {
  schema.add({ deletedAt: Date });
  schema.pre(/^find/, function (this: Query<unknown, unknown>) {
    this.where({ deletedAt: null });
  });
  schema.methods['softDelete'] = function () {
    this['deletedAt'] = new Date();
    return this['save']();
  };
}

export class Builder {
  private query = InvoiceModel.find();

  named(name: string) {
    this.query = this.query.where('name').equals(name);
    return this;
  }

  owned(owner: string) {
    this.query.where({ owner });
    return this;
  }

  all() {
    return this.query.lean().exec();
  }
}

export const dashboard = async (owner: string) => {
  const base = InvoiceModel.find({ owner });
  const [latest, count, sums] = await Promise.all([
    base.clone().sort('-_id').limit(5),
    base.clone().countDocuments(),
    InvoiceModel.aggregate([{ $match: { owner } }, { $group: { _id: null, sum: { $sum: '$amount' } } }]),
  ]);
  return { latest, count, sums };
};

export const fromBody = async (body: { name: string }) => {
  const invoice = new InvoiceModel(body);
  const problems = invoice.validateSync();
  if (problems) throw problems;
  await Promise.all([invoice.save(), InvoiceModel.updateMany({}, { $inc: { amount: 1 } })]);
  return invoice.toObject();
};
