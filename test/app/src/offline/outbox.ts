/** Changes made offline, sent in order when the network is back. */
import { asc, eq, gt, sql } from 'drizzle-orm';
import { outbox, type OfflineDb } from './offline.db';

export type Send = (kind: string, payload: Record<string, unknown>) => Promise<boolean>;

export class Outbox {
  constructor(private readonly db: OfflineDb) {}

  put(kind: string, payload: Record<string, unknown>): number {
    const { id } = this.db.insert(outbox).values({ kind, payload }).returning({ id: outbox.id }).get();
    return id;
  }

  get size(): number {
    return this.db.select().from(outbox).all().length;
  }

  next() {
    return this.db.select().from(outbox).orderBy(asc(outbox.id)).limit(1).get();
  }

  async flush(send: Send): Promise<number> {
    let sent = 0;
    for (let entry = this.next(); entry; entry = this.next()) {
      if (!(await send(entry.kind, entry.payload))) {
        this.failed(entry.id);
        break;
      }
      this.db.delete(outbox).where(eq(outbox.id, entry.id)).run();
      sent++;
    }
    return sent;
  }

  drain(): { kind: string }[] {
    return this.db.transaction((tx) => {
      const all = tx.select({ kind: outbox.kind }).from(outbox).all();
      tx.delete(outbox).run();
      return all;
    });
  }

  givenUp = () => this.db.query.outbox.findMany({ where: gt(outbox.attempts, 5) }).sync();

  private failed(id: number): void {
    this.db
      .update(outbox)
      .set({ attempts: sql`${outbox.attempts} + 1` })
      .where(eq(outbox.id, id)); // planted: no-unexecuted-query
  }
}
