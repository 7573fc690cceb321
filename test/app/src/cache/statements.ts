/** Statements kept in tables of their own, and the ways they are run. */
import Database from 'better-sqlite3';

interface Hit {
  readonly key: string;
  readonly hits: number;
}

const db = new Database(process.env['STATS_FILE'] ?? ':memory:');

const statements = {
  hit: db.prepare('INSERT INTO hits VALUES (?, 1) ON CONFLICT DO UPDATE SET hits = hits + 1'),
  top: db.prepare<[number], Hit>('SELECT * FROM hits ORDER BY hits DESC LIMIT ?'),
  total: db.prepare<[], number>('SELECT sum(hits) FROM hits').pluck(),
} as const;

const prepared = new Map<string, Database.Statement>();

function prepare(sql: string): Database.Statement {
  const known = prepared.get(sql) ?? db.prepare(sql);
  prepared.set(sql, known);
  return known;
}

export const hit = (key: string): void => void statements.hit.run(key);

export const hitAll = db.transaction((keys: readonly string[]) => {
  for (const key of keys) statements.hit.run(key);
});

export function top(limit = 10): Hit[] {
  return statements.top.all(limit);
}

export const total = (): number => statements.total.get() ?? 0;

export function rename(from: string, to: string): boolean {
  const { changes } = prepare('UPDATE hits SET key = ? WHERE key = ?').run(to, from);
  return changes > 0;
}

export function move(from: string, to: string): void {
  const work = db.transaction((source: string, target: string) => {
    prepare('DELETE FROM hits WHERE key = ?').run(target);
    rename(source, target);
  });
  work.exclusive(from, to);
}

export async function backup(file: string): Promise<void> {
  await db.backup(file, { progress: ({ totalPages }) => Math.min(100, totalPages) });
}

export function* dump(): Generator<unknown> {
  const query = db.prepare('SELECT * FROM hits').raw();
  yield* query.iterate();
}

export function columns(): string[] {
  return db.prepare('SELECT * FROM hits').columns().map(({ name }) => name);
}

export function forgetAll(): void {
  const forget = db.transaction(() => prepare('DELETE FROM hits').run());
  if (total() > 0) forget();
}

export function decay(): void {
  if (total() > 1_000_000) db.prepare('UPDATE hits SET hits = hits / 2'); // planted: no-unexecuted-query
}
