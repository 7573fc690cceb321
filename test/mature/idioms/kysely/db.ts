import { Kysely, PostgresDialect, type Generated, type Transaction } from 'kysely';
import { Pool } from 'pg';

export interface Tables {
  invoices: { id: Generated<number>; name: string; owner_id: number | null };
  lines: { id: Generated<number>; invoice_id: number; amount: number };
}
export type Client = Kysely<Tables> | Transaction<Tables>;
export const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: new Pool() }) });
