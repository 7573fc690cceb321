/** Knex clients that tell what they would send and reach no database, for what only some databases have. */

/** The dialect with a connection that answers every statement with `response`. */
export function recorder(Dialect, response, sent) {
  return class extends Dialect {
    _driver() {
      return {};
    }

    acquireRawConnection() {
      return Promise.resolve({});
    }

    destroyRawConnection() {
      return Promise.resolve();
    }

    validateConnection() {
      return true;
    }

    _query(connection, query) {
      sent(query.sql);
      return Promise.resolve({ ...query, response });
    }
  };
}
