/** The warehouse: Kysely, typed by hand. */
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect, type ColumnType, type Generated, type Insertable, type Selectable, type Updateable } from 'kysely';
import { env } from '../env';

type Timestamp = ColumnType<string, string | undefined, string>;

export interface UsageTable {
  id: Generated<number>;
  org_id: number;
  feature: string;
  amount: number;
  at: Timestamp;
}

export interface InvoiceTable {
  id: Generated<number>;
  org_id: number;
  cents: number;
  paid_at: string | null;
}

export interface OrgTable {
  id: Generated<number>;
  name: string;
  country: string | null;
}

export interface Warehouse {
  usage: UsageTable;
  invoices: InvoiceTable;
  orgs: OrgTable;
}

export type Usage = Selectable<UsageTable>;
export type NewUsage = Insertable<UsageTable>;
export type InvoiceUpdate = Updateable<InvoiceTable>;

export function openWarehouse(file = env.sqliteFile): Kysely<Warehouse> {
  const dialect = new SqliteDialect({ database: async () => new Sqlite(file) });
  return new Kysely<Warehouse>({ dialect, log: env.production ? [] : ['error'] });
}

export const warehouse = openWarehouse();
