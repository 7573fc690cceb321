/** Opens the connection pool. */
import { drizzle } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import { env } from '../env';
import * as schema from './schema';

export function createDb(connectionString = env.databaseUrl) {
  const pool = new Pool({ connectionString, max: env.production ? 20 : 2 });
  return drizzle(pool, { schema, casing: 'snake_case' });
}

export type Database = ReturnType<typeof createDb>;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
export type Executor = Database | Transaction;

export const db = createDb();
export default db;
