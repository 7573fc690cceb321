/** Which files and functions run once, by hand. */
import { expect, test } from 'vitest';
import { isOnceByName, runsByHand } from '../../server/src/rules/support/places.ts';

test.each([
  'src/users.test.ts',
  'src/users.e2e-spec.ts',
  'tests/helpers.ts',
  'src/__tests__/users.ts',
  'src/test-utils/instance.ts',
  'prisma/seed.ts',
  'src/seeds/users.ts',
  'db/migrations/0001.ts',
  'src/db/migrate.ts',
  'server/setup/scriptsSqlite/1.0.0.ts',
  'scripts/import.ts',
  'src/user.fixture.ts',
])('%s', (path) => {
  expect(runsByHand(path)).toBe(true);
});

test.each([
  'src/users.ts',
  'src/contest/users.ts',
  'src/latest/index.ts',
  'src/transcripts/list.ts',
  'src/reseeding.ts',
])('not %s', (path) => {
  expect(runsByHand(path)).toBe(false);
});

test.each(['seed', 'seedUsers', 'migrate_orders', 'backfillNames'])('%s()', (name) => {
  expect(isOnceByName(name)).toBe(true);
});

test.each(['seeded', 'importance', 'setups', undefined])('not %s()', (name) => {
  expect(isOnceByName(name)).toBe(false);
});
