/** Who may do what in a project; works on a client or inside a transaction. */
import type { Prisma, PrismaClient } from '@/generated/prisma/client';
import { HttpError } from '@/lib/http';

export type Db = PrismaClient | Prisma.TransactionClient;

const RANK = { VIEWER: 0, EDITOR: 1, OWNER: 2 } as const;
export type Role = keyof typeof RANK;

export function membershipOf(db: Db, userId: string, projectId: string) {
  return db.membership.findUnique({ where: { userId_projectId: { userId, projectId } } });
}

export async function requireRole(db: Db, userId: string, projectId: string, role: Role): Promise<void> {
  const membership = await membershipOf(db, userId, projectId);
  if (!membership || RANK[membership.role as Role] < RANK[role]) {
    throw new HttpError(403, `You need to be ${role.toLowerCase()} of this project.`);
  }
}

export async function transferOwnership(tx: Prisma.TransactionClient, projectId: string, from: string, to: string) {
  const key = (userId: string) => ({ userId_projectId: { userId, projectId } });
  tx.membership.update({ where: key(from), data: { role: 'EDITOR' } }); // planted: no-unexecuted-query
  await tx.membership.upsert({
    where: key(to),
    create: { userId: to, projectId, role: 'OWNER' },
    update: { role: 'OWNER' },
  });
}

export const ownersOf = (db: Db, projectId: string) =>
  db.membership.findMany({ where: { projectId, role: 'OWNER' }, include: { user: true } });
