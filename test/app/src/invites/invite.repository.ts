/** Invitations, behind a class that is handed its database. */
import { and, eq, gt, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { invites, type Database, type Invite } from '@db';
import type * as schema from '@/db/schema';

export abstract class Repository {
  constructor(protected readonly db: NodePgDatabase<typeof schema>) {}

  /** The same repository inside a transaction. */
  abstract inside(db: NodePgDatabase<typeof schema>): Repository;
}

export class InviteRepository extends Repository {
  static over(db: Database): InviteRepository {
    return new InviteRepository(db);
  }

  inside(db: NodePgDatabase<typeof schema>): InviteRepository {
    return new InviteRepository(db);
  }

  byToken(token: string) {
    return this.db
      .select()
      .from(invites)
      .where(and(eq(invites.token, token), gt(invites.expiresAt, sql`now()`)))
      .limit(1);
  }

  async create(orgId: number, email: string): Promise<Invite> {
    const token = crypto.randomUUID();
    const [invite] = await this.db.insert(invites).values({ orgId, email, token }).returning();
    if (!invite) throw new Error('The invitation was not stored.');
    return invite;
  }

  async revoke(id: number): Promise<boolean> {
    const revoked = await this.db.delete(invites).where(eq(invites.id, id)).returning({ id: invites.id });
    return revoked.length > 0;
  }

  async extend(id: number, days: number) {
    const until = sql`now() + make_interval(days => ${days})`;
    const extension = this.db.update(invites).set({ expiresAt: until }).where(eq(invites.id, id)); // planted: no-unexecuted-query
    return days;
  }

  async purge() {
    const expired = this.db.$with('expired').as(this.db.select({ id: invites.id }).from(invites));
    return await this.db.with(expired).delete(invites).where(sql`${invites.id} in (select id from ${expired})`);
  }

  raw(token: string) {
    return this.db.execute<{ email: string }>(sql`select email from invites where token = ${token}`);
  }
}
