const users = await sql`
  select * from users where id = ${id + 1}
`;
const more = await knex.raw('select 1').then((rows) => rows[0]);
module.exports = { users, named: /* sql */ 'select 2' };
