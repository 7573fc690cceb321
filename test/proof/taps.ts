/** Drivers that tell which statements leave through them. */

interface PreparingDatabase {
  readonly prototype: Record<'prepare' | 'exec' | 'pragma', (sql: string) => unknown>;
}

/**
 * Tells what a library sends through better-sqlite3: libraries on top of it prepare a statement when they
 * send it, even one that the database then refuses. It can prove nothing about better-sqlite3 itself.
 */
export function tapPrepare({ prototype }: PreparingDatabase, sent: (statement: string) => void): void {
  for (const method of ['prepare', 'exec', 'pragma'] as const) {
    const original = prototype[method];
    prototype[method] = function (sql: string): unknown {
      sent(sql);
      return original.call(this, sql);
    };
  }
}
