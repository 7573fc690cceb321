import Database from 'better-sqlite3';

export const db = new Database('app.db');
db.pragma('journal_mode = WAL');
db.function('double', (value) => Number(value) * 2);

const statements = {
  byId: db.prepare('SELECT * FROM invoices WHERE id = ?'),
  names: db.prepare('SELECT name FROM invoices').pluck(),
  insert: db.prepare('INSERT INTO invoices (name) VALUES (@name)'),
};

export const insertAll = db.transaction((rows: readonly { name: string }[]) => {
  for (const row of rows) statements.insert.run(row);
  return rows.length;
});

const cache = new Map<string, Database.Statement>();
function prepared(text: string) {
  let statement = cache.get(text);
  if (!statement) cache.set(text, (statement = db.prepare(text)));
  return statement;
}

export class InvoiceStore {
  find(id: number) {
    return statements.byId.get(id);
  }

  names() {
    return statements.names.all();
  }

  save(rows: readonly { name: string }[]) {
    return insertAll.immediate(rows);
  }

  *each() {
    yield* prepared('SELECT * FROM invoices').iterate();
  }

  rename(id: number, name: string) {
    const { changes } = prepared('UPDATE invoices SET name = ? WHERE id = ?').run(name, id);
    return changes > 0;
  }

  async backup(file: string) {
    await db.backup(file);
    db.exec('VACUUM');
  }
}
