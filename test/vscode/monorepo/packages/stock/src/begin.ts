import type { Kysely } from 'kysely';

export async function begin(db: Kysely<unknown>) {
  return await db.startTransaction().execute();
}

export async function ended(db: Kysely<unknown>) {
  return await db.destroy();
}
