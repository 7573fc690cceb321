/** A report for the command line, with the clients handed in by whoever calls it. */
const { drizzle } = require('drizzle-orm/libsql');
const { sql } = require('drizzle-orm');

async function report(url) {
  const db = drizzle(url);
  const tables = await db.all(sql`SELECT name FROM sqlite_master`);
  for (const { name } of tables) {
    const { n } = await db.get(sql`SELECT count(*) AS n FROM ${sql.identifier(name)}`);
    console.log(name, n);
  }
  db.run(sql`PRAGMA optimize`); // planted: no-unexecuted-query
}

module.exports.report = report;
