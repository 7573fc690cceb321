/** Roles: every change goes through a transaction. */
import { and, eq, inArray, ne } from 'drizzle-orm';
import { db, members, roles, type Transaction } from '@db';
import { HttpError } from '@/lib/http';
import { record } from '@/audit/audit';

const DEFAULTS = ['Admin', 'Member', 'Guest'] as const;

export async function createDefaultRoles(trx: Transaction, orgId: number) {
  const values = DEFAULTS.map((name) => ({ orgId, name, isAdmin: name === 'Admin' }));
  const created = await trx.insert(roles).values(values).returning();
  const admin = created.find(({ isAdmin }) => isAdmin);
  if (!admin) trx.rollback();
  return created;
}

async function requireOtherAdmin(trx: Transaction, orgId: number, roleId: number) {
  const others = await trx
    .select({ id: roles.id })
    .from(roles)
    .where(and(eq(roles.orgId, orgId), eq(roles.isAdmin, true), ne(roles.id, roleId)))
    .for('update');
  if (others.length === 0) throw new HttpError(409, 'One role has to be able to administer.');
}

export async function removeRole(orgId: number, roleId: number, replacement: number | null, actor: string) {
  return await db.transaction(
    async (trx) => {
      await requireOtherAdmin(trx, orgId, roleId);
      await trx.update(members).set({ roleId: replacement }).where(eq(members.roleId, roleId));
      const [removed] = await trx.delete(roles).where(eq(roles.id, roleId)).returning();
      await record(trx, { orgId, actor, action: `removed the role ${removed?.name}` });
      return removed;
    },
    { isolationLevel: 'serializable' },
  );
}

export async function grant(orgId: number, users: string[], roleId: number) {
  await db.transaction(async (trx) => {
    trx.update(members).set({ roleId }).where(and(eq(members.orgId, orgId), inArray(members.userId, users))); // planted: no-query-outside-transaction
    await record(trx, { orgId, actor: 'system', action: `granted ${roleId}` });
  });
}

export function rolesOf(orgId: number) {
  return db.query.roles.findMany({ where: eq(roles.orgId, orgId), orderBy: (table, { asc }) => [asc(table.name)] });
}
