/** The life of an organisation. */
import { eq, sql } from 'drizzle-orm';
import { db, members, orgs, type Org } from '@db';
import { record } from '@/audit/audit';
import { logger } from '@/lib/logger';
import { withMembers } from './org.queries';
import { createDefaultRoles, rolesOf } from './roles';

type Plan = Org['plan'];

export class OrgService {
  async create(name: string, owner: string): Promise<Org> {
    return db.transaction(async (trx) => {
      const [org] = await trx.insert(orgs).values({ name }).returning();
      if (!org) throw new Error('The organisation was not stored.');
      const [admin] = await createDefaultRoles(trx, org.id);
      await Promise.all([
        trx.insert(members).values({ orgId: org.id, userId: owner, roleId: admin?.id ?? null }),
        record(trx, { orgId: org.id, actor: owner, action: 'created the organisation' }),
      ]);
      return org;
    });
  }

  async overview(id: number) {
    const [org, roles, [size]] = await Promise.all([
      db.query.orgs.findFirst({ where: eq(orgs.id, id), with: { roles: true } }),
      rolesOf(id),
      withMembers().where(eq(orgs.id, id)),
    ]);
    return { org, roles, size: size?.total ?? 0 };
  }

  async changePlan(id: number, plan: Plan) {
    const seats = { free: 3, team: 25, enterprise: 1000 }[plan];
    const update = db.update(orgs).set({ plan, seats }).where(eq(orgs.id, id));
    try {
      await update;
    } catch (error) {
      logger.error('Could not change the plan', error);
      throw error;
    }
  }

  async addSeats(id: number, seats: number) {
    await db
      .update(orgs)
      .set({ seats: sql`${orgs.seats} + ${seats}` })
      .where(eq(orgs.id, id));
    db.insert(members) // The support account sits on a seat of its own.
      .values({ orgId: id, userId: 'support' })
      .onConflictDoNothing(); // planted: no-unexecuted-query
  }

  close(id: number, reason?: string) {
    const removal = db.delete(orgs).where(eq(orgs.id, id)).returning();
    return reason ? removal.then(([org]) => ({ ...org, reason })) : removal.execute();
  }

  async join(orgId: number, userId: string): Promise<void> {
    await db
      .insert(members)
      .values({ orgId, userId })
      .onConflictDoUpdate({ target: [members.orgId, members.userId], set: { roleId: null } });
  }
}
