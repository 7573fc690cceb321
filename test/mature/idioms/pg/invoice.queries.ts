import { Client, Pool, type PoolClient } from 'pg';

export const pool = new Pool();
pool.on('error', (error) => console.error(error));

export const query = <T extends object>(text: string, values: unknown[] = []) => pool.query<T>(text, values);

export async function findInvoice(id: number, client: Pool | PoolClient = pool) {
  const { rows } = await client.query<{ id: number; name: string }>('SELECT * FROM invoices WHERE id = $1', [id]);
  return rows[0];
}

export async function inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

export const transfer = (from: number, to: number) =>
  inTransaction(async (client) => {
    await client.query('UPDATE lines SET invoice_id = $2 WHERE invoice_id = $1', [from, to]);
    return findInvoice(to, client);
  });

export function legacy(id: number, done: (error: Error | null, rows?: unknown[]) => void) {
  pool.query('SELECT * FROM lines WHERE invoice_id = $1', [id], (error, result) => done(error, result?.rows));
}

export async function listen(channel: string) {
  const client = new Client();
  await client.connect();
  client.on('notification', (message) => console.log(message.payload));
  await client.query(`LISTEN ${channel}`);
  return () => client.end();
}

export const health = () => pool.query('SELECT 1').then(() => true, () => false);
process.once('SIGTERM', () => void pool.end());
