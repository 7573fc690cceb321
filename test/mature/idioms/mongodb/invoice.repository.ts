import { MongoClient, ObjectId, type ClientSession, type Collection, type Filter } from 'mongodb';

interface Invoice {
  _id: ObjectId;
  name: string;
  amount: number;
}

export const client = new MongoClient('mongodb://localhost');

export class InvoiceRepository {
  private readonly collection: Collection<Invoice>;

  constructor(db = client.db('app')) {
    this.collection = db.collection<Invoice>('invoices');
  }

  list(filter: Filter<Invoice>, page = 0) {
    const cursor = this.collection.find(filter).sort({ name: 1 });
    if (page > 0) cursor.skip(page * 10);
    return cursor.limit(10).toArray();
  }

  async names() {
    const names: string[] = [];
    const cursor = this.collection.find({}, { projection: { name: 1 } });
    try {
      while (await cursor.hasNext()) names.push((await cursor.next())?.name ?? '');
      return names;
    } finally {
      await cursor.close();
    }
  }

  async save(invoice: Invoice, session?: ClientSession) {
    const { upsertedId } = await this.collection.replaceOne({ _id: invoice._id }, invoice, { upsert: true, session: session as ClientSession });
    return upsertedId;
  }

  async transfer(from: ObjectId, to: ObjectId) {
    const session = client.startSession();
    try {
      await session.withTransaction(async () => {
        const source = await this.collection.findOneAndDelete({ _id: from }, { session });
        if (!source) throw new Error('missing');
        await this.collection.updateOne({ _id: to }, { $inc: { amount: source.amount } }, { session });
        await this.save({ ...source, name: 'moved' }, session);
      });
    } finally {
      await session.endSession();
    }
  }

  async rebuild() {
    const bulk = this.collection.initializeUnorderedBulkOp();
    for await (const { _id } of this.collection.find()) bulk.find({ _id }).updateOne({ $set: { amount: 0 } });
    await bulk.execute();
    await Promise.all([this.collection.createIndex({ name: 1 }), this.collection.createIndex({ amount: -1 })]);
  }

  watch(listener: () => void) {
    const changes = this.collection.watch();
    changes.on('change', listener);
    return () => changes.close();
  }
}
