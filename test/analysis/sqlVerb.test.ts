/** The verb of raw SQL is what its text begins with. */
import { expect, test } from 'vitest';
import { verbOfChain } from '../../server/src/analysis/sqlVerb.ts';
import { DROPPED, call, facts } from './facts.ts';

/** The verb of `close(...)`, a call without a verb of its own, with this text for its arguments. */
function verbOf(text: string, method = 'close'): string | undefined {
  const { calls } = facts([call('Client', method, DROPPED, { args: { start: 0, end: text.length } })]);
  return verbOfChain(text, calls);
}

test.each([
  ["'SELECT id FROM users'", 'SELECT'],
  ['`\n  insert into users values ($1)`', 'INSERT'],
  ['"/* by id */ delete from users", [id]', 'DELETE'],
  ['`-- newest first\n  select 1`', 'SELECT'],
])('%s', (text, verb) => {
  expect(verbOf(text)).toBe(verb);
});

test.each([
  ["'selected'"],
  ["'WITH a AS (SELECT 1) DELETE FROM b'"],
  ["'users', 'SELECT 1'"],
  ['SELECT_USERS'],
  ['`${query} SELECT 1`'],
])('%s tells nothing', (text) => {
  expect(verbOf(text)).toBeUndefined();
});

test('what the catalog says comes first', () => {
  expect(verbOf("'DELETE FROM users'", 'find')).toBe('SELECT');
});
