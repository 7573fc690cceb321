/** The weekly digest: many reads, and a few rows of its own. */
import { and, eq, inArray } from 'drizzle-orm';
import { audit, db, invites, members, orgs } from '@db';
import { logger } from '@/lib/logger';

export async function digest(orgId: number) {
  const people = await db.select().from(members).where(eq(members.orgId, orgId));
  const invited = await db.select().from(invites).where(eq(invites.orgId, orgId)); // planted: prefer-parallel-queries
  return { people, invited };
}

export async function digests(orgIds: number[]) {
  const all = await db.select().from(members).where(inArray(members.orgId, orgIds));
  for (const id of orgIds) {
    const entries = await db.select().from(audit).where(eq(audit.orgId, id)); // planted: no-query-in-loop
    logger.info(`${entries.length} entries, ${all.filter(({ orgId }) => orgId === id).length} members`);
  }
}

export async function preview(orgId: number, verbose: boolean) {
  const query = db.select().from(audit).where(eq(audit.orgId, orgId));
  if (verbose) logger.info(`${(await query).length} entries`);
  return query; // planted: no-reused-query
}

export async function previewOrCount(orgId: number, count: boolean) {
  const query = db.select().from(audit).where(eq(audit.orgId, orgId));
  if (count) return (await query).length;
  return await query;
}

export async function sent(orgId: number, userIds: string[]) {
  await db.transaction(async (trx) => {
    const [org] = await trx.select().from(orgs).where(eq(orgs.id, orgId));
    await db.insert(audit).values({ orgId, actor: 'system', action: `sent the digest of ${org?.name}` }); // planted: no-query-outside-transaction
    userIds.forEach(async (userId) => {
      await trx.delete(members).where(and(eq(members.orgId, orgId), eq(members.userId, userId))); // planted: no-query-outside-transaction
    });
  });
}
