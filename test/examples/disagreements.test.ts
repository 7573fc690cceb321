/** The comparison behind the examples' test: it has to see a wrong label, and to keep silent about a right one. */
import { expect, test } from 'vitest';
import { disagreements, type Explained, type Observed } from './disagreements.ts';

const said: Explained = {
  file: 'shop.ts',
  line: 3,
  column: 6,
  method: 'update',
  execution: 'deferred',
  label: 'lazy',
  verdict: 'never',
};
const silent: Observed = { count: 1, call: [], await: [], iteration: [] };
const compare = (claim: Partial<Explained>, seen: Partial<Observed>): string[] =>
  disagreements([{ ...said, ...claim }], { calls: { '3:6': { ...silent, ...seen } }, unattributed: [] });

test('a query that never runs sends nothing', () => {
  expect(compare({}, {})).toEqual([]);
  expect(compare({}, { await: ['UPDATE books'] })).toEqual([
    'shop.ts:3:6 update: said lazy (deferred, never), but 1 calls sent 1 statements at await: UPDATE books',
  ]);
});

test('an executing call sends at each call', () => {
  const executing = { execution: 'executing', label: 'executing', verdict: 'here' } as const;
  expect(compare(executing, { call: ['INSERT'] })).toEqual([]);
  expect(compare(executing, { count: 2, call: ['INSERT'] })).toHaveLength(1);
  expect(compare(executing, {})).toHaveLength(1);
});

test('an awaited query is sent by the await, not by the call', () => {
  const awaited = { label: 'executing', verdict: 'here' } as const;
  expect(compare(awaited, { await: ['SELECT'] })).toEqual([]);
  expect(compare(awaited, { call: ['SELECT'] })).toHaveLength(1);
});

test('a stream is sent when iterated', () => {
  const streaming = { execution: 'streaming', label: 'streaming', verdict: 'on iteration' } as const;
  expect(compare(streaming, { iteration: ['SELECT'] })).toEqual([]);
  expect(compare(streaming, { call: ['SELECT'] })).toHaveLength(1);
});

test('every call that sends has a label, and every label a call', () => {
  expect(disagreements([], { calls: { '3:6': silent }, unattributed: [] })).toEqual([]);
  expect(disagreements([], { calls: { '3:6': { ...silent, call: ['SELECT'] } }, unattributed: [] })).toHaveLength(1);
  expect(disagreements([said], { calls: {}, unattributed: [] })).toHaveLength(1);
  expect(disagreements([], { calls: {}, unattributed: ['SELECT'] })).toHaveLength(1);
});
