import mongoose, { Schema, model, type HydratedDocument, type QueryFilter } from 'mongoose';

export interface Invoice {
  name: string;
  amount: number;
  owner: string;
}

const schema = new Schema<Invoice>({ name: String, amount: Number, owner: { type: String, ref: 'Owner' } }, { timestamps: true });
schema.index({ name: 1 });
schema.pre('save', function () {
  this.name = this.name.trim();
});
schema.pre('find', function () {
  this.where({ deleted: null });
});
schema.post('save', async function (invoice) {
  await mongoose.model('Log').create({ text: invoice.name });
});
schema.statics['recent'] = function recent(limit: number) {
  return this.find().sort({ _id: -1 }).limit(limit);
};

export const InvoiceModel = model<Invoice>('Invoice', schema);
export type InvoiceDocument = HydratedDocument<Invoice>;
export type Filter = QueryFilter<Invoice>;
