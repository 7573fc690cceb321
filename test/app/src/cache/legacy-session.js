/** Sessions, from the time before TypeScript. */
'use strict';

const Database = require('better-sqlite3');
const path = require('node:path');

const db = new Database(path.join(process.env.DATA_DIR || '.', 'sessions.db'));
db.exec('CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, data TEXT, seen INTEGER)');

const find = db.prepare('SELECT data FROM sessions WHERE id = ?');
const save = db.prepare('INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)');

function read(id, callback) {
  const row = find.get(id);
  callback(null, row ? JSON.parse(row.data) : null);
}

function write(id, data, callback) {
  save.run(id, JSON.stringify(data), Date.now());
  callback(null);
}

function destroy(id, callback) {
  db.prepare('DELETE FROM sessions WHERE id = ?'); // planted: no-unexecuted-query
  callback(null);
}

function count() {
  return db.prepare('SELECT count(*) AS n FROM sessions').get().n;
}

module.exports = { read, write, destroy, count, close: () => db.close() };
