import Database from 'better-sqlite3';

const db = new Database(':memory:');

export function inStock() {
  return db.prepare('select title from books where stock > 0').all();
}
