/** Remembers who did what; an entry that can't be written stops nobody. */
import { desc, eq, lt } from 'drizzle-orm';
import { audit, db, type Executor } from '@db';
import { logger } from '@/lib/logger';

export interface Entry {
  readonly orgId: number | null;
  readonly actor: string;
  readonly action: string;
}

/** Un-awaited on purpose: the caller decides whether it is worth waiting. */
export function record(executor: Executor, entry: Entry) {
  return executor.insert(audit).values(entry);
}

/** `void` on a call that has sent the statement is an accepted idiom. */
export function recordLater(entry: Entry): void {
  void db.insert(audit).values(entry).execute();
}

export function recordQuietly(entry: Entry): void {
  db.insert(audit)
    .values(entry)
    .catch((error: unknown) => logger.error('No audit entry', error));
}

export async function recent(orgId: number, limit = 20) {
  return db.select().from(audit).where(eq(audit.orgId, orgId)).orderBy(desc(audit.at)).limit(limit);
}

export async function forget(before: Date): Promise<number> {
  const { rowCount } = await db.delete(audit).where(lt(audit.at, before));
  return rowCount ?? 0;
}

export function track(entries: readonly Entry[]): void {
  for (const entry of entries) recordQuietly(entry);
  void db.insert(audit).values([...entries]); // planted: no-unexecuted-query
}

export async function explainSlowQueries(orgId: number) {
  const query = db.select().from(audit).where(eq(audit.orgId, orgId));
  const { sql, params } = query.toSQL();
  logger.info('Audit query', { sql, params });
  return (await query).length;
}
