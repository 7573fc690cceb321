/** The queries of a file and what they are about, in the forms of several libraries, and the lenses over functions. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from '../../server/src/features/findings.ts';
import { codeLenses } from '../../server/src/features/lenses.ts';
import { queriesOf, type Query } from '../../server/src/features/queries.ts';
import { startEngine, type Engine } from '../fixtures/engine.ts';

let engine: Engine;
beforeAll(() => {
  engine = startEngine({ countsHelpers: () => true });
});
afterAll(() => engine.dispose());

const KYSELY = `import { Kysely, sql } from 'kysely';\ndeclare const db: Kysely<any>;\n`;
const DRIZZLE = `import { eq } from 'drizzle-orm';\nimport { db } from './db.ts';\nimport { users } from './schema.ts';\n`;

async function queries(file: string, code: string): Promise<readonly Query[]> {
  const analysis = await engine.analyse(file, code);
  return queriesOf(analysis, findings(analysis, {}));
}

async function lenses(code: string): Promise<readonly string[]> {
  const analysis = await engine.analyse('kysely/lens.ts', KYSELY + code);
  const { text } = analysis.facts;
  return codeLenses(analysis).map((lens) => `${text.slice(lens.offset).split('\n')[0]?.trim()} ‹${lens.text}›`);
}

test('a query is told with its code on one line, its label, its verb and its findings', async () => {
  const code = `export async function f(ids: number[]) {
  const rows = await db
    .selectFrom('books as b')
    .selectAll()
    .execute();
  for (const id of ids) await db.deleteFrom('orders').where('id', '=', id).execute();
  db.insertInto('books').values({});
  return rows;
}`;
  const found = await queries('kysely/queries.ts', KYSELY + code);
  expect(found).toMatchObject([
    {
      code: "db.selectFrom('books as b').selectAll().execute()",
      library: 'kysely',
      target: 'books',
      verb: 'SELECT',
      label: 'executing',
      says: 'executing · awaited',
      inLoop: false,
      findings: [],
    },
    { target: 'orders', verb: 'DELETE', says: 'executing · awaited · in a loop', inLoop: true },
    { target: 'books', label: 'lazy', says: 'lazy · never runs', findings: [{ rule: 'no-unexecuted-query' }] },
  ]);
});

test('a piece of another query is none, and neither is what opens a transaction', async () => {
  const code = `export const f = () => db.transaction().execute(async (tx) => {
  const part = tx.selectFrom('authors').select('id');
  await tx.selectFrom('books').where('author', 'in', part).selectAll().execute();
});`;
  expect((await queries('kysely/queries.ts', KYSELY + code)).map(({ target }) => target)).toEqual(['books']);
});

test.each([
  ['kysely/a.ts', `${KYSELY}export const f = () => sql\`select * from shop.books\`.execute(db);`, 'books'],
  ['drizzle/a.ts', `${DRIZZLE}export const f = async () => await db.select().from(users);`, 'users'],
  [
    'drizzle/a.ts',
    `${DRIZZLE}export const f = async () => await db.update(users).set({}).where(eq(users.id, 1));`,
    'users',
  ],
  ['drizzle/a.ts', `${DRIZZLE}export const f = async () => await db.query.users.findFirst();`, 'users'],
  [
    'knex/a.ts',
    `import knex from 'knex';\nconst k = knex({});\nexport const f = async () => await k('books').where({});`,
    'books',
  ],
  [
    'knex/a.ts',
    `import knex from 'knex';\nconst k = knex({});\nexport const f = async () => await k.raw('UPDATE "books" SET a = 1');`,
    'books',
  ],
  [
    'prisma/a.ts',
    `import { PrismaClient } from '@prisma/client';\nconst p = new PrismaClient();\nexport const f = async () => await p.user.findMany();`,
    'user',
  ],
  [
    'typeorm/a.ts',
    `import { Repository } from 'typeorm';\nexport const f = async (userRepository: Repository<any>) => await userRepository.find();`,
    'user',
  ],
  [
    'mongodb/a.ts',
    `import { MongoClient } from 'mongodb';\nexport const f = async (c: MongoClient) => await c.db().collection('books').findOne({});`,
    'books',
  ],
  [
    'pg/a.ts',
    `import { Pool } from 'pg';\nconst pool = new Pool();\nexport const f = async () => await pool.query('select now()');`,
    undefined,
  ],
])('%s: %s is about %s', async (file, code, target) => {
  expect((await queries(file, code)).map((query) => query.target)).toEqual([target]);
});

test('a function says how many queries it sends, in a loop or not, and via which functions', async () => {
  const code = `async function saveAll(ids: number[]) {
  for (const id of ids) await db.deleteFrom('books').where('id', '=', id).execute();
}
export async function f(ids: number[]) {
  await saveAll(ids);
  const found = await Promise.all(ids.map(async (id) => db.selectFrom('books').where('id', '=', id).execute()));
  await db.selectFrom('books').execute();
  return found;
}
export const one = () => db.selectFrom('books').execute();
export const none = () => 1;
export function lost() {
  db.selectFrom('books');
}`;
  expect(await lenses(code)).toEqual([
    'async function saveAll(ids: number[]) { ‹1 query · 1 in a loop›',
    'export async function f(ids: number[]) { ‹3 queries · 2 in a loop · via saveAll›',
    "() => db.selectFrom('books').execute(); ‹1 query›",
  ]);
});
