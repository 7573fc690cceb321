import mysql, { type Pool, type PoolConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';

export const pool: Pool = mysql.createPool({ uri: 'mysql://localhost/app', namedPlaceholders: true });

export async function findInvoice(id: number, connection: Pool | PoolConnection = pool) {
  const [rows] = await connection.execute<RowDataPacket[]>('SELECT * FROM invoices WHERE id = ?', [id]);
  return rows[0] ?? null;
}

export async function transfer(from: number, to: number) {
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    const [{ affectedRows }] = await connection.execute<ResultSetHeader>('UPDATE lines SET invoice_id = ? WHERE invoice_id = ?', [to, from]);
    await connection.commit();
    return affectedRows;
  } catch (error) {
    await connection.rollback();
    throw error;
  } finally {
    connection.release();
  }
}

export const counts = async () => {
  const [[invoices], [lines]] = await Promise.all([pool.query<RowDataPacket[]>('SELECT 1'), pool.query<RowDataPacket[]>('SELECT 2')]);
  return { invoices, lines, sql: mysql.format('SELECT ?', [1]) };
};
