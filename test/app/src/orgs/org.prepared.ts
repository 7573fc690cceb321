/** What runs on every request is prepared once. */
import { and, eq, sql } from 'drizzle-orm';
import { db, members, orgs } from '@db';

const memberOf = db
  .select({ roleId: members.roleId, plan: orgs.plan })
  .from(members)
  .innerJoin(orgs, eq(orgs.id, members.orgId))
  .where(and(eq(members.userId, sql.placeholder('user')), eq(members.orgId, sql.placeholder('org'))))
  .prepare('member_of');

const orgById = db.query.orgs.findFirst({ where: eq(orgs.id, sql.placeholder('id')) }).prepare('org_by_id');

export async function memberOrUndefined(user: string, org: number) {
  const [member] = await memberOf.execute({ user, org });
  return member;
}

export function cachedOrg(id: number) {
  return orgById.execute({ id });
}

export async function warmUp(ids: readonly number[]) {
  await Promise.all(ids.map((id) => cachedOrg(id)));
  orgById.execute({ id: 0 }); // planted: no-missing-await
}
