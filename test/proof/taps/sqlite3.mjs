/** The interface of the package `sqlite3` over better-sqlite3, which needs no compiling; tells what is sent through it. */

/** A statement that has run, as callbacks of `sqlite3` get it for their `this`. */
class Statement {
  #info;

  constructor(info = { changes: 0, lastInsertRowid: 0 }) {
    this.#info = info;
  }

  get changes() {
    return this.#info.changes;
  }

  get lastID() {
    return this.#info.lastInsertRowid;
  }
}

/** `Engine` is the class of better-sqlite3; `sent` is told each statement. */
export function sqlite3Over(Engine, sent) {
  class Database {
    constructor(filename, _mode, callback) {
      this.filename = filename;
      this.engine = new Engine(filename);
      queueMicrotask(() => callback?.(null));
    }

    serialize(use) {
      use();
      return this;
    }

    run(sql, ...rest) {
      return this.#send(sql, rest);
    }

    all(sql, ...rest) {
      return this.#send(sql, rest);
    }

    exec(sql, callback) {
      return this.#send(sql, [callback]);
    }

    close(callback) {
      this.engine.close();
      queueMicrotask(() => callback?.(null));
    }

    #send(sql, rest) {
      const callback = typeof rest.at(-1) === 'function' ? rest.pop() : undefined;
      sent(sql);
      const { error = null, rows = [], info } = attempt(this.engine, sql, rest[0]);
      queueMicrotask(() => callback?.call(new Statement(info), error, rows));
      return this;
    }
  }
  return { Database, OPEN_READWRITE: 2, OPEN_CREATE: 4 };
}

function attempt(engine, sql, values) {
  try {
    const statement = engine.prepare(sql);
    const bound = values === undefined ? [] : [bindings(values)];
    if (!statement.reader) return { info: statement.run(...bound) };
    const rows = statement.all(...bound);
    return { rows, info: { changes: rows.length, lastInsertRowid: 0 } };
  } catch (error) {
    return { error };
  }
}

/** Names without their prefix, and values of the kinds that SQLite has. */
function bindings(values) {
  if (Array.isArray(values)) return values.map(plain);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name.replace(/^[$:@]/, ''), plain(value)]));
}

function plain(value) {
  if (typeof value === 'boolean') return Number(value);
  return value === undefined ? null : value;
}
