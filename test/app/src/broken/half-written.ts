/** Saved in the middle of a word: what is before and after the error keeps its labels. */
import { eq } from 'drizzle-orm';
import { db, orgs } from '@db';
import { prisma } from '@/prisma';

export async function before(id: number) {
  const [org] = await db.select().from(orgs).where(eq(orgs.id, id));
  prisma.user.deleteMany({ where: { name: org?.name } }); // planted: no-unexecuted-query
  return org;
}

export async function halfWritten(id: number) {
  const [org] = await db.select().from(orgs).where(eq(orgs.
}

export async function after(name: string) {
  const users = await prisma.user.findMany({ where: { name } });
  db.delete(orgs).where(eq(orgs.name, name)); // planted: no-unexecuted-query
  return users.length;
}
