import { getFirestore, FieldValue, type Query } from 'firebase-admin/firestore';

const db = getFirestore();
const invoices = db.collection('invoices');

export async function list(filter: { owner?: string; limit?: number }) {
  let query: Query = invoices.orderBy('name');
  if (filter.owner) query = query.where('owner', '==', filter.owner);
  if (filter.limit) query = query.limit(filter.limit);
  const snapshot = await query.get();
  return snapshot.docs.map((doc) => ({ id: doc.id, ...doc.data() }));
}

export const transfer = (from: string, to: string) =>
  db.runTransaction(async (transaction) => {
    const source = await transaction.get(invoices.doc(from));
    transaction.update(invoices.doc(to), { amount: FieldValue.increment(source.get('amount')) });
    transaction.delete(invoices.doc(from));
  });

export async function removeAll(ids: readonly string[]) {
  const batch = db.batch();
  for (const id of ids) batch.delete(invoices.doc(id));
  await batch.commit();
  const writer = db.bulkWriter();
  for (const id of ids) void writer.delete(invoices.doc(id));
  await writer.close();
}

export function watch(listener: (size: number) => void) {
  return invoices.onSnapshot((snapshot) => listener(snapshot.size));
}

export async function total() {
  const [all, one] = await Promise.all([invoices.count().get(), invoices.doc('1').get()]);
  return one.exists ? all.data().count : 0;
}
