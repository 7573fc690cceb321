// Drizzle, Kysely, postgres.js: the tag alone, behind a name, with type arguments.
const a = sql`select ${users.id}, lower(${users.name}) from ${users} where age > 18`;
const b = await sql<{ id: number; tags: string[] }[]>`SELECT * FROM users WHERE id = ${id} and name = 'O''Brien ${name}'`;
const c = db.select({ total: sql<number>`count(*)`.mapWith(Number) }).from(users).where(eq(users.id, 1));
const d = this.connection.sql`delete from users`;
const e = await sql<
  Array<{ id: number }>
>`
  select id -- the key of ${table}
  from users /* all of
  them */ where tags[1] = "Tag" and data #>> '{a}' ilike '%x' returning id
`;
const f = await sql<{
  id: number;
}[]>`insert into users ${sql(rows)} on conflict do nothing`;
const g = sql`update users set ${sql`name = ${name.trim()}`} where id in (${ids.map((id) => sql`${id}`)})`;
const empty = sql``;

// slonik
const h = sql.type(z.object({ id: z.number() }))`SELECT id FROM users`;
const i = sql.typeAlias('id')`
  SELECT id FROM users
`;
const j = sql.fragment`WHERE id = ${id}`;
const k = sql.unsafe`SELECT 1`;

// Prisma
const l = await prisma.$queryRaw`SELECT * FROM "User" WHERE email = ${email}`;
const m = await this.#prisma.$queryRaw<Array<{ n: bigint }>>`SELECT count(*) AS n FROM "User"`;
const n = await tx.$executeRaw`UPDATE "User" SET name = ${name}`;
const o = Prisma.sql`ORDER BY id DESC`;
const p = await prisma
  .$queryRaw<User[]>`SELECT 1`;
const q = await prisma.$queryRawUnsafe<User[]>('SELECT * FROM "User" WHERE id = $1', 'select');

// Knex
const r = knex.raw('select * from users where id = ?', [id, 'from']);
const s = await trx.raw(
  `create table ${name} (id integer primary key)`,
);
const t = db('users').whereRaw("age > ? and name = 'x'", [18]).orderBy('name');
const u = knex.raw("it's only \"text\"" + 'where ' + name);

// By a comment
const v = /* sql */ `select 1 from ${table}`;
const w = db.prepare(/* SQL */ 'select name from users where id = ?').all(id);
const x = /*sql*/ "select 'a'";
const y = /* sql */ render('select 1');

// None of these is SQL.
const plain = `select 1 from users`;
const ends = `in mysql`;
const tagged = mysql`select 1`;
const escaped = `sql\`select 1\``;
const sorted = sql < limit ? 'select 1' : other.raw('select 1');
const styled = css<Props>`from { color: red }`;
const notes = 'select'; // sql`select 1`
