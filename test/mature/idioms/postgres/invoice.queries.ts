import postgres from 'postgres';

export const sql = postgres('postgres://localhost/app', { transform: postgres.camel });

export const findInvoice = async (id: number) => {
  const [invoice] = await sql<{ id: number; name: string }[]>`select * from invoices where id = ${id}`;
  return invoice;
};

export function listInvoices(filter: { name?: string; ids?: number[] }) {
  const byName = filter.name ? sql`and name = ${filter.name}` : sql``;
  const columns = sql(['id', 'name']);
  return sql`select ${columns} from invoices where true ${byName} ${filter.ids ? sql`and id in ${sql(filter.ids)}` : sql``}`;
}

export async function transfer(from: number, to: number) {
  return sql.begin(async (tx) => {
    await tx`update lines set invoice_id = ${to} where invoice_id = ${from}`;
    await tx.savepoint(async (inner) => {
      await inner`delete from invoices where id = ${from}`;
    });
    return tx`select * from invoices where id = ${to}`;
  });
}

export const batch = () => sql.begin((tx) => [tx`select 1`, tx`select 2`]);

export async function exportInvoices(write: (rows: readonly unknown[]) => void) {
  for await (const rows of sql`select * from invoices`.cursor(100)) write(rows);
  await sql`select * from invoices`.forEach((row) => write([row]));
  await sql`insert into invoices ${sql([{ name: 'x' }], 'name')}`;
  const pending = sql`select 1`;
  const other = sql`select 2`.execute();
  return Promise.all([pending, other]);
}
