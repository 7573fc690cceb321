/** Queries about organisations; the helpers refine a builder that somebody else runs. */
import { and, asc, count, desc, eq, exists, gt, ilike, inArray, type SQL } from 'drizzle-orm';
import type { PgSelect } from 'drizzle-orm/pg-core';
import { db, members, orgs, roles, type Executor } from '@db';

export interface OrgFilter {
  readonly name?: string;
  readonly plans?: ('free' | 'team' | 'enterprise')[];
  readonly minimumSeats?: number;
}

export function withPagination<T extends PgSelect>(query: T, page: number, size = 20) {
  return query.limit(size).offset(page * size);
}

/** Adds up the conditions first: the idiom for an immutable query. */
export async function findOrgs({ name, plans, minimumSeats }: OrgFilter, page = 0) {
  const conditions: SQL[] = [];
  if (name) conditions.push(ilike(orgs.name, `%${name}%`));
  if (plans?.length) conditions.push(inArray(orgs.plan, plans));
  if (minimumSeats) conditions.push(gt(orgs.seats, minimumSeats));
  const query = db.select().from(orgs).where(and(...conditions)).orderBy(asc(orgs.name)).$dynamic();
  return await withPagination(query, page);
}

/** Refines in place: a Drizzle builder is mutable, so these statements count. */
export async function searchOrgs(name: string | undefined, newestFirst: boolean) {
  const query = db.select({ id: orgs.id, name: orgs.name }).from(orgs).$dynamic();
  if (name) {
    query.where(ilike(orgs.name, `${name}%`));
  }
  query.orderBy(newestFirst ? desc(orgs.createdAt) : asc(orgs.name));
  return query;
}

export function withMembers(executor: Executor = db) {
  const counted = executor
    .select({ orgId: members.orgId, total: count().as('total') })
    .from(members)
    .groupBy(members.orgId)
    .as('counted');
  return executor.select({ org: orgs, total: counted.total }).from(orgs).leftJoin(counted, eq(counted.orgId, orgs.id));
}

export async function orgsWithAdmins() {
  const admins = db.select().from(roles).where(and(eq(roles.orgId, orgs.id), eq(roles.isAdmin, true)));
  return await db.select().from(orgs).where(exists(admins));
}

export async function largest(limit = 5) {
  const sizes = db.$with('sizes').as(
    db
      .select({ orgId: members.orgId, size: count().as('size') })
      .from(members)
      .groupBy(members.orgId),
  );
  return await db.with(sizes).select().from(sizes).orderBy(desc(sizes.size)).limit(limit);
}

export async function rename(id: number, name: string) {
  db.update(orgs).set({ name }).where(eq(orgs.id, id)).returning({ id: orgs.id }); // planted: no-unexecuted-query
}

export async function hasSeats(id: number): Promise<boolean> {
  const [org] = await db.select({ seats: orgs.seats }).from(orgs).where(eq(orgs.id, id)).limit(1);
  return (org?.seats ?? 0) > (await db.$count(members, eq(members.orgId, id)));
}
