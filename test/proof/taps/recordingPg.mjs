/** A `pg` without a server: it tells what is sent, and answers everything with no rows. */

/** `pg` is the real package, for what it knows of types; `sent` is told each statement. */
export function recordingPg(pg, sent) {
  class Client extends pg.Client {
    connect(callback) {
      if (!callback) return Promise.resolve();
      queueMicrotask(() => callback(null));
    }

    query(statement, ...rest) {
      const callback = typeof rest.at(-1) === 'function' ? rest.pop() : undefined;
      const sql = typeof statement === 'string' ? statement : statement.text;
      sent(sql);
      const answer = { command: sql.trim().split(/\s/)[0].toUpperCase(), rowCount: 0, rows: [], fields: [] };
      if (!callback) return Promise.resolve(answer);
      queueMicrotask(() => callback(null, answer));
    }

    end(callback) {
      if (!callback) return Promise.resolve();
      queueMicrotask(() => callback(null));
    }
  }
  return { Client, types: pg.types, defaults: pg.defaults };
}
