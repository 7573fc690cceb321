/** Bigger queries about organisations: sub-queries, unions, and builders that are put together in pieces. */
import { and, desc, eq, getTableColumns, inArray, notExists, sql, sum } from 'drizzle-orm';
import { union, unionAll } from 'drizzle-orm/pg-core';
import { audit, db, invites, members, orgs, roles, type Executor } from '@db';

const first = <T>(rows: T[]): T | undefined => rows[0];

function firstOrThrow<T>(rows: T[]): T {
  if (rows.length !== 1) throw new Error(`Expected one row, found ${rows.length}.`);
  return rows[0]!;
}

export const orgOf = (userId: string) =>
  db.select(getTableColumns(orgs)).from(orgs).innerJoin(members, eq(members.orgId, orgs.id)).where(eq(members.userId, userId)).then(first);

export async function admins(orgId: number) {
  const adminRoles = db.select({ id: roles.id }).from(roles).where(and(eq(roles.orgId, orgId), roles.isAdmin));
  return await db.select().from(members).where(inArray(members.roleId, adminRoles));
}

export async function abandoned() {
  return db
    .select()
    .from(orgs)
    .where(notExists(db.select({ one: sql`1` }).from(members).where(eq(members.orgId, orgs.id))));
}

export async function emails(orgId: number) {
  const invited = db.select({ name: invites.email }).from(invites).where(eq(invites.orgId, orgId));
  const named = db.select({ name: roles.name }).from(roles).where(eq(roles.orgId, orgId));
  const everything = await union(invited, named).orderBy(sql`1`).limit(100);
  const twice = await unionAll(invited, named);
  return { everything, duplicates: twice.length - everything.length };
}

export async function activity(orgId: number, actor?: string) {
  const base = db.select().from(audit);
  const rows = await (actor ? base.where(and(eq(audit.orgId, orgId), eq(audit.actor, actor))) : base.where(eq(audit.orgId, orgId)));
  return rows.length;
}

export async function usage(orgId: number, detailed: boolean) {
  const queries = {
    members: db.$count(members, eq(members.orgId, orgId)),
    entries: db.select({ total: sum(audit.id) }).from(audit).where(eq(audit.orgId, orgId)),
  };
  const total = await queries.members;
  return detailed ? { total, entries: await queries.entries } : { total };
}

export async function copyRoles(from: number, to: number, executor: Executor = db) {
  await executor
    .insert(roles)
    .select(executor.select({ id: sql`null`.as('id'), orgId: sql`${to}`.as('org_id'), name: roles.name, isAdmin: roles.isAdmin }).from(roles).where(eq(roles.orgId, from)));
}

export async function merge(from: number, into: number) {
  return await db.transaction(async (tx) => {
    const source = await tx.select().from(orgs).where(eq(orgs.id, from)).then(firstOrThrow);
    const moves: PromiseLike<unknown>[] = [];
    for (const table of [members, roles, invites] as const) {
      moves.push(tx.update(table).set({ orgId: into }).where(eq(table.orgId, from)));
    }
    moves.push(tx.insert(audit).values({ orgId: into, actor: 'system', action: `merged ${source.name}` }).returning());
    await Promise.all(moves);
    await tx.transaction(async (inner) => {
      await inner.delete(orgs).where(eq(orgs.id, from));
      inner.delete(audit).where(eq(audit.orgId, from)); // planted: no-query-outside-transaction
    });
    return source;
  });
}

export function latest(orgId: number, limit: number | undefined) {
  let query = db.select().from(audit).where(eq(audit.orgId, orgId)).$dynamic();
  query = query.orderBy(desc(audit.at));
  if (limit !== undefined) query = query.limit(limit);
  return query;
}

export async function seats(ids: number[]) {
  const updates = ids.map((id) => db.update(orgs).set({ seats: sql`${orgs.seats} + 1` }).where(eq(orgs.id, id)).returning());
  const rows = (await Promise.all(updates)).flat();
  return rows.map(({ seats }) => seats);
}

export async function nameOf(id: number) {
  const org = db.select().from(orgs).where(eq(orgs.id, id)); // planted: no-unexecuted-query
  return JSON.stringify(org);
}
