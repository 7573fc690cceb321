import { DatabaseSync } from 'node:sqlite';

export const database = new DatabaseSync(':memory:');
database.exec('CREATE TABLE IF NOT EXISTS invoices (id INTEGER PRIMARY KEY, name TEXT)');

const insert = database.prepare('INSERT INTO invoices (name) VALUES (?)');
const all = database.prepare('SELECT * FROM invoices');
all.setReadBigInts(true);

export function save(names: readonly string[]) {
  database.exec('BEGIN');
  try {
    for (const name of names) insert.run(name);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

export const list = () => [...all.iterate()];
export const first = () => database.prepare('SELECT * FROM invoices LIMIT 1').get();
