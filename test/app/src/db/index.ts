export { db, createDb } from './driver';
export type { Database, Executor, Transaction } from './driver';
export * from './schema';
