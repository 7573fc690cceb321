/** What the environment says, with defaults for a laptop. */
export const env = {
  databaseUrl: process.env['DATABASE_URL'] ?? 'postgres://localhost/harbour',
  sqliteFile: process.env['SQLITE_FILE'] ?? ':memory:',
  production: process.env['NODE_ENV'] === 'production',
  pageSize: Number(process.env['PAGE_SIZE'] ?? 50),
};
