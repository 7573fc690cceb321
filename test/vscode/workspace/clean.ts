import { Kysely } from 'kysely';

export async function titles(db: Kysely<{ books: { title: string } }>) {
  return await db.selectFrom('books').select('title').execute();
}
