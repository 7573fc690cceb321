const knex = require('knex');

const db = knex({ client: 'pg' });

exports.migrate = async function () {
  await db.schema.createTable('books', (table) => table.increments());
};
