/** What a second await does is said as the library has it. */
import { expect, test } from 'vitest';
import { analyze } from '../../server/src/analysis/analyze.ts';
import type { LoopFact, VariableFact } from '../../server/src/analysis/model.ts';
import { noReusedQuery } from '../../server/src/rules/no-reused-query.ts';
import { AWAITED, call, catalogs, facts, stored, variable } from '../analysis/facts.ts';

const kept = (more: Partial<VariableFact> = {}): Omit<VariableFact, 'id'> =>
  variable([AWAITED, AWAITED], { kind: 'const', ...more });

function messages(method: string, keeper: Omit<VariableFact, 'id'>): string[] {
  const file = facts([call('Client', method, stored(0))], [keeper]);
  return noReusedQuery.find(analyze(file, catalogs)).map(({ message }) => message);
}

test('sent anew', () => {
  expect(messages('find', kept())).toEqual([
    '`q` is awaited a second time, and each `await` of a Toy query sends it anew. Await it once, and keep the result.',
  ]);
});

test('refused', () => {
  expect(messages('once', kept())).toEqual([
    '`q` is awaited a second time, and a Toy query that has been sent throws when it is awaited again. Await it once, and keep the result.',
  ]);
});

test('a variable that may hold another query by then', () => {
  expect(messages('once', kept({ kind: 'let' }))).toEqual([]);
});

test('in a loop that asks until there is an answer, only one that refuses', () => {
  const loop: LoopFact = { kind: 'while', span: { start: 100, end: 200 }, exits: [] };
  const [reference] = kept().references;
  const looped = kept({ references: reference ? [{ ...reference, loops: [loop] }] : [] });
  expect(messages('find', looped)).toEqual([]);
  expect(messages('once', looped)).toHaveLength(1);
});
