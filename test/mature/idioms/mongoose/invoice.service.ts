import mongoose, { type ClientSession, type Model } from 'mongoose';
import { InvoiceModel, type Filter, type Invoice, type InvoiceDocument } from './models.ts';

export class InvoiceService {
  constructor(private readonly invoices: Model<Invoice>) {}

  async list(filter: Filter, page: number) {
    const query = this.invoices.find(filter).sort({ name: 1 });
    if (page > 0) query.skip(page * 10);
    query.limit(10).lean();
    const [rows, total] = await Promise.all([query.exec(), this.invoices.countDocuments(filter)]);
    return { rows, total };
  }

  find(id: string) {
    return this.invoices.findById(id).populate('owner').orFail();
  }

  async transfer(from: string, to: string) {
    const session = await mongoose.startSession();
    try {
      return await session.withTransaction(async () => {
        const source = await this.invoices.findById(from).session(session).orFail();
        await this.invoices.updateOne({ _id: to }, { $inc: { amount: source.amount } }, { session });
        await source.deleteOne({ session });
        await this.note(to, session);
      });
    } finally {
      await session.endSession();
    }
  }

  async each(visit: (invoice: InvoiceDocument) => Promise<void>) {
    for await (const invoice of this.invoices.find().cursor()) await visit(invoice as InvoiceDocument);
    await this.invoices.find().cursor().eachAsync(visit as never, { parallel: 4 });
  }

  async report() {
    const pipeline = this.invoices.aggregate<{ _id: string; sum: number }>([{ $group: { _id: '$owner', sum: { $sum: '$amount' } } }]);
    pipeline.sort({ sum: -1 }).option({ allowDiskUse: true });
    return pipeline;
  }

  private note(id: string, session: ClientSession) {
    return this.invoices.create([{ name: id, amount: 0, owner: 'system' }], { session });
  }
}

export async function rename(id: string, name: string) {
  const invoice = await InvoiceModel.findById(id);
  if (!invoice) return null;
  invoice.set({ name });
  invoice.markModified('name');
  return invoice.save();
}

export const touch = (ids: string[]) =>
  InvoiceModel.bulkWrite(ids.map((id) => ({ updateOne: { filter: { _id: id }, update: { $set: { name: 'x' } } } })));
export const exists = async (name: string) => (await InvoiceModel.exists({ name })) !== null;
