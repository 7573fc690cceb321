/** The functions that generated modules are made of: for each library, what applications write most. */

/** Each takes a name for the function, a number to vary by, and a function of some other module to call. */
export const TEMPLATES = {
  prisma: [
    (name, n, helper) => `
export async function ${name}(id: string) {
  const user = await prisma.user.findUnique({ where: { id }, include: { memberships: true } });
  if (!user) throw new Error(\`There is no user \${id}.\`);
  return { label: ${helper}(user.name ?? user.email), projects: user.memberships.length };
}`,
    (name, n) => `
export async function ${name}(term: string, page = 0) {
  const where = { title: { contains: term }, position: { gt: ${n} } };
  const [count, tasks] = await Promise.all([
    prisma.task.count({ where }),
    prisma.task.findMany({ where, skip: page * ${n + 10}, take: ${n + 10}, orderBy: { position: 'asc' } }),
  ]);
  return { count, tasks };
}`,
    (name) => `
export function ${name}(projectId: string) {
  return prisma.membership.findMany({ where: { projectId }, include: { user: true } });
}`,
    (name, n) => `
export async function ${name}(projectId: string, titles: string[]) {
  return await prisma.$transaction(async (tx) => {
    const project = await tx.project.findUniqueOrThrow({ where: { id: projectId } });
    for (const [index, title] of titles.entries()) {
      await tx.task.create({ data: { title, projectId: project.id, position: index + ${n} } });
    }
    return await tx.task.count({ where: { projectId } });
  });
}`,
    (name) => `
export async function ${name}(ids: string[], assigneeId: string) {
  const updates = ids.map((id) => prisma.task.update({ where: { id }, data: { assigneeId } }));
  const done = await prisma.$transaction(updates);
  return done.length;
}`,
    (name, n, helper) => `
export async function ${name}(since: Date) {
  const rows = await prisma.$queryRaw<{ day: string; open: bigint }[]>\`
    SELECT date("dueAt") AS day, count(*) AS open FROM "Task" WHERE "dueAt" > \${since} GROUP BY day LIMIT ${n}\`;
  return rows.map(({ day, open }) => ({ day: ${helper}(day), open: Number(open) }));
}`,
  ],
  drizzle: [
    (name, n) => `
export async function ${name}(name: string) {
  return await db.select().from(orgs).where(and(ilike(orgs.name, \`%\${name}%\`), gt(orgs.seats, ${n}))).limit(${n + 1});
}`,
    (name, n) => `
export async function ${name}(name: string | undefined, newestFirst: boolean) {
  const query = db.select({ id: orgs.id, name: orgs.name }).from(orgs).$dynamic();
  if (name) query.where(ilike(orgs.name, \`\${name}%\`));
  query.orderBy(newestFirst ? desc(orgs.createdAt) : asc(orgs.name));
  return await query.limit(${n + 5});
}`,
    (name, n, helper) => `
export async function ${name}(orgId: number, names: string[]) {
  return await db.transaction(async (tx) => {
    const created = await tx.insert(roles).values(names.map((name) => ({ orgId, name: ${helper}(name) }))).returning();
    await tx.update(orgs).set({ seats: ${n} }).where(eq(orgs.id, orgId));
    await tx.insert(audit).values({ orgId, actor: 'system', action: \`created \${created.length} roles\` });
    return created;
  });
}`,
    (name) => `
export async function ${name}(orgId: number) {
  const [org, people] = await Promise.all([
    db.query.orgs.findFirst({ where: eq(orgs.id, orgId), with: { roles: true } }),
    db.$count(members, eq(members.orgId, orgId)),
  ]);
  return { ...org, people };
}`,
    (name, n) => `
export function ${name}(orgId: number) {
  return db
    .select({ action: audit.action, at: audit.at })
    .from(audit)
    .innerJoin(orgs, eq(orgs.id, audit.orgId))
    .where(eq(audit.orgId, orgId))
    .orderBy(desc(audit.at))
    .limit(${n + 1});
}`,
    (name) => `
export async function ${name}(orgId: number, userId: string) {
  const [removed] = await db
    .delete(members)
    .where(and(eq(members.orgId, orgId), eq(members.userId, userId)))
    .returning();
  db.insert(audit).values({ orgId, actor: userId, action: 'left' }).catch(() => undefined);
  return removed;
}`,
  ],
  kysely: [
    (name, n, helper) => `
export async function ${name}(orgId: number) {
  const rows = await warehouse
    .selectFrom('usage')
    .select(['feature', 'amount'])
    .where('org_id', '=', orgId)
    .where('amount', '>', ${n})
    .orderBy('at', 'desc')
    .execute();
  return rows.map(({ feature, amount }) => ({ feature: ${helper}(feature), amount }));
}`,
    (name) => `
export async function ${name}(filter: { orgId?: number; feature?: string }) {
  let query = warehouse.selectFrom('usage').selectAll();
  if (filter.orgId !== undefined) query = query.where('org_id', '=', filter.orgId);
  if (filter.feature) query = query.where('feature', '=', filter.feature);
  return await query.execute();
}`,
    (name, n) => `
export async function ${name}() {
  return await warehouse
    .selectFrom('orgs')
    .innerJoin('invoices', 'invoices.org_id', 'orgs.id')
    .select(({ fn }) => ['orgs.name', fn.sum<number>('invoices.cents').as('cents')])
    .groupBy('orgs.name')
    .having(({ fn }) => fn.countAll<number>(), '>', ${n})
    .limit(${n + 10})
    .execute();
}`,
    (name, n) => `
export async function ${name}(orgId: number, amount: number) {
  return await warehouse.transaction().execute(async (trx) => {
    await trx.insertInto('usage').values({ org_id: orgId, feature: 'seat${n}', amount }).execute();
    const { numUpdatedRows } = await trx
      .updateTable('invoices')
      .set({ cents: ${n} })
      .where('org_id', '=', orgId)
      .executeTakeFirstOrThrow();
    return numUpdatedRows;
  });
}`,
    (name) => `
export async function* ${name}(orgId: number) {
  for await (const row of warehouse.selectFrom('usage').selectAll().where('org_id', '=', orgId).stream()) {
    yield \`\${row.feature},\${row.amount}\`;
  }
}`,
  ],
  'better-sqlite3': [
    (name, n, helper) => `
export function ${name}(key: string): string | undefined {
  const row = cache.prepare<[string], { value: string }>('SELECT value FROM cache WHERE key = ? AND n < ${n}').get(key);
  return row && ${helper}(row.value);
}`,
    (name, n) => `
export function ${name}(entries: readonly (readonly [string, string])[]): void {
  const insert = cache.prepare('INSERT OR REPLACE INTO cache VALUES (?, ?, ${n})');
  const all = cache.transaction(() => {
    for (const [key, value] of entries) insert.run(key, value);
  });
  all();
}`,
    (name, n) => `
export function ${name}(): string[] {
  const keys = [];
  for (const key of cache.prepare<[], string>('SELECT key FROM cache LIMIT ${n}').pluck().iterate()) keys.push(key);
  return keys;
}`,
    (name) => `
export function ${name}(before: number): number {
  return cache.prepare('DELETE FROM cache WHERE expires < ?').run(before).changes;
}`,
  ],
  plain: [
    (name, n, helper) => `
export function ${name}(values: readonly number[]): { mean: number; label: string } {
  const sum = values.filter((value) => value > ${n}).reduce((total, value) => total + value, 0);
  return { mean: values.length === 0 ? 0 : sum / values.length, label: ${helper}(String(sum)) };
}`,
    (name, n) => `
export class ${name[0].toUpperCase()}${name.slice(1)}<T extends { id: number }> {
  private readonly items = new Map<number, T>();

  add(item: T): this {
    if (this.items.size < ${n + 100}) this.items.set(item.id, item);
    return this;
  }

  find(id: number): T | undefined {
    return this.items.get(id);
  }

  select<K extends keyof T>(key: K): T[K][] {
    return [...this.items.values()].map((item) => item[key]);
  }
}`,
    (name, n, helper) => `
export async function ${name}(url: string, attempts = ${n}): Promise<string | undefined> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const response = await fetch(url);
    if (response.ok) return ${helper}(await response.text());
  }
  return undefined;
}`,
    (name, n) => `
export type ${name[0].toUpperCase()}${name.slice(1)} =
  | { kind: 'created'; at: Date; by: string }
  | { kind: 'moved'; from: number; to: number }
  | { kind: 'removed'; reason?: string };

export function ${name}(event: ${name[0].toUpperCase()}${name.slice(1)}): string {
  switch (event.kind) {
    case 'created':
      return \`\${event.by} at \${event.at.toISOString()}\`;
    case 'moved':
      return event.to - event.from > ${n} ? 'far' : 'near';
    case 'removed':
      return event.reason ?? 'unknown';
  }
}`,
  ],
};

/** What a module of each kind imports, given the way back to `src`. */
export const IMPORTS = {
  prisma: (src) => `import { prisma } from '${src}/prisma/client';`,
  drizzle: (src) =>
    `import { and, asc, desc, eq, gt, ilike } from 'drizzle-orm';\n` +
    `import { audit, db, members, orgs, roles } from '${src}/db';`,
  kysely: (src) => `import { warehouse } from '${src}/reports/database';`,
  'better-sqlite3': (src) => `import { cache } from '${src}/cache/cache';`,
  plain: () => '',
};

/** A query that is lost, by library. */
export const MISTAKES = {
  prisma: (name) => `
export async function ${name}(id: string) {
  prisma.task.update({ where: { id }, data: { done: true } });
}`,
  drizzle: (name) => `
export async function ${name}(id: number) {
  db.update(orgs).set({ plan: 'team' }).where(eq(orgs.id, id));
}`,
  kysely: (name) => `
export async function ${name}(id: number) {
  await warehouse.deleteFrom('invoices').where('id', '=', id);
}`,
  'better-sqlite3': (name) => `
export function ${name}(key: string) {
  cache.prepare('DELETE FROM cache WHERE key = ?').bind(key);
}`,
};
