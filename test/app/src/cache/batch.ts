/** Many writes in one transaction. */
import type BetterSqlite3 from 'better-sqlite3';

export type Writer<T> = (items: readonly T[]) => number;

export function batchWriter<T>(db: BetterSqlite3.Database, sql: string, toParams: (item: T) => unknown[]): Writer<T> {
  const statement = db.prepare(sql);
  return db.transaction((items: readonly T[]) => items.reduce((sum, item) => sum + statement.run(...toParams(item)).changes, 0));
}

export function increment(db: BetterSqlite3.Database, keys: readonly string[]): void {
  const update = db.prepare('UPDATE counters SET n = n + 1 WHERE key = ?');
  const all = db.transaction(() => {
    keys.forEach((key) => update.run(key));
  });
  all.immediate();
}

export function reset(db: BetterSqlite3.Database): void {
  const clear = db.prepare('DELETE FROM counters'); // planted: no-unexecuted-query
  db.pragma('wal_checkpoint(TRUNCATE)');
}

export function transfer(db: BetterSqlite3.Database, from: string, to: string, amount: number): void {
  const move = db.prepare<[number, string]>('UPDATE counters SET n = n + ? WHERE key = ?');
  db.transaction(() => { // planted: no-unexecuted-query
    move.run(-amount, from);
    move.run(amount, to);
  });
}

export const tableNames = (db: BetterSqlite3.Database): string[] =>
  db.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck(true).all();
