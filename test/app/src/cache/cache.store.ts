/** A cache in a file, with its statements prepared once. */
import Database, { type Statement } from 'better-sqlite3';

interface Row {
  readonly value: string;
  readonly expires: number;
}

export class CacheStore {
  private readonly db: Database.Database;
  private readonly getStatement: Statement<[string], Row>;
  private readonly setStatement: Statement;

  constructor(file: string) {
    this.db = new Database(file);
    this.db.pragma('synchronous = OFF');
    this.db.exec('CREATE TABLE IF NOT EXISTS cache (key TEXT PRIMARY KEY, value TEXT, expires INTEGER)');
    this.getStatement = this.db.prepare<[string], Row>('SELECT value, expires FROM cache WHERE key = ?');
    this.setStatement = this.db.prepare('INSERT OR REPLACE INTO cache VALUES (?, ?, ?)');
  }

  get<T>(key: string): T | undefined {
    const row = this.getStatement.get(key);
    return row && row.expires > Date.now() ? (JSON.parse(row.value) as T) : undefined;
  }

  set(key: string, value: unknown, ttl = 60_000): void {
    this.setStatement.run(key, JSON.stringify(value), Date.now() + ttl);
  }

  /** The wrapped function is called on the spot. */
  setMany(entries: readonly (readonly [string, unknown])[]): void {
    const write = this.db.transaction((items: typeof entries) => {
      for (const [key, value] of items) this.set(key, value);
    });
    write(entries);
  }

  replaceAll(entries: readonly (readonly [string, unknown])[]): void {
    this.db.transaction(() => {
      this.db.exec('DELETE FROM cache');
      this.setMany(entries);
    })();
  }

  *keys(): Generator<string> {
    for (const key of this.db.prepare<[], string>('SELECT key FROM cache').pluck().iterate()) yield key;
  }

  prune(): number {
    return this.db.prepare('DELETE FROM cache WHERE expires < ?').run(Date.now()).changes;
  }

  clear(prefix: string): void {
    this.db.prepare('DELETE FROM cache WHERE key LIKE ?').bind(`${prefix}%`); // planted: no-unexecuted-query
  }

  close(): void {
    this.db.close();
  }
}
