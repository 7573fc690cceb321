/** Where values go, in shapes that are hard to write as a fixture or easy to get wrong. */
import { expect, test } from 'vitest';
import { analyze } from '../../server/src/analysis/analyze.ts';
import type { Call, Use, VariableFact } from '../../server/src/analysis/model.ts';
import { AWAITED, DROPPED, call, catalogs, facts, receiver, stored, variable } from './facts.ts';

type New<T> = Omit<T, 'id'>;

/** What becomes of each call: its loss, or its verdict. */
function ends(calls: readonly New<Call>[], variables: readonly New<VariableFact>[] = []): readonly string[] {
  const { flows, labels } = analyze(facts(calls, variables), catalogs);
  return flows.map(({ call, loss }) => loss?.kind ?? labels[call]?.verdict ?? '');
}

const find = (use: Use): New<Call> => call('Client', 'find', use);
const build = (use: Use): New<Call> => call('Client', 'build', use);
const edit = (use: Use): New<Call> => call('Client', 'edit', use);
const ESCAPED: Use = { kind: 'escaped', how: 'other' };

test('what natures lose', () => {
  expect(ends([find(DROPPED), build(DROPPED), call('Client', 'batch', DROPPED)])).toEqual([
    'unsent',
    'unsent',
    'floating',
  ]);
  expect(ends([find(AWAITED), build(AWAITED), call('Client', 'batch', AWAITED)])).toEqual(['here', 'unrun', 'here']);
  expect(ends([call('Builder', 'stream', DROPPED), call('Builder', 'all', DROPPED)])).toEqual(['unsent', 'here']);
});

test('configuring a client, closing it and asking for text lose no query', () => {
  const calls = [call('Client', 'use', DROPPED), call('Client', 'close', DROPPED), call('Builder', 'text', DROPPED)];
  expect(ends(calls)).toEqual(['unknown', 'here', 'never']);
});

test('a variable that is read by nothing loses the query, one that is awaited does not', () => {
  expect(ends([find(stored(0))], [variable([])])).toEqual(['unsent']);
  expect(ends([find(stored(0))], [variable([AWAITED])])).toEqual(['when awaited']);
  expect(ends([find(stored(0))], [variable([], { exported: true })])).toEqual(['unknown']);
});

test('a query is lost only when every way loses it', () => {
  const condition: Use = { kind: 'value', how: 'condition', span: { start: 0, end: 1 } };
  expect(ends([find(stored(0))], [variable([condition])])).toEqual(['unsent']);
  expect(ends([find(stored(0))], [variable([condition, AWAITED])])).toEqual(['when awaited']);
  expect(ends([find(stored(0))], [variable([condition, ESCAPED])])).toEqual(['unknown']);
});

test('variables that only hold each other lose the query', () => {
  expect(ends([find(stored(0))], [variable([stored(1)]), variable([stored(0)])])).toEqual(['unsent']);
  expect(ends([find(stored(0))], [variable([stored(1)]), variable([stored(0), AWAITED])])).toEqual(['when awaited']);
});

test('a mutable builder is refined in place, and lost when nothing runs it', () => {
  const where = call('Mutable', 'where', DROPPED, { receiverVariable: 0 });
  expect(ends([edit(stored(0)), where], [variable([receiver(1)])])).toEqual(['unsent', 'unknown']);
  const execute = call('Mutable', 'execute', AWAITED, { receiverVariable: 0 });
  expect(ends([edit(stored(0)), where, execute], [variable([receiver(1), receiver(2)])])).toEqual([
    'later',
    'unknown',
    'here',
  ]);
});

test('a refinement of a builder that never changes is lost by itself', () => {
  const where = call('Builder', 'where', DROPPED, { receiverVariable: 0 });
  const execute = call('Builder', 'execute', AWAITED, { receiverVariable: 0 });
  const calls = [build(stored(0)), where, execute];
  expect(ends(calls, [variable([receiver(1), receiver(2)])])).toEqual(['later', 'unsent', 'here']);
});

test('assigned back and never run, it is reported once, where it is built', () => {
  const where = call('Builder', 'where', stored(0), { receiverVariable: 0 });
  expect(ends([build(stored(0)), where], [variable([receiver(1)])])).toEqual(['unsent', 'never']);
});

test('an array shares its fate with what is put into it', () => {
  const push: Use = {
    kind: 'argument',
    callee: { text: 'list.push', name: 'push', span: { start: 0, end: 9 }, index: 0, variable: 0 },
    use: DROPPED,
  };
  const all: Use = {
    kind: 'argument',
    callee: { text: 'Promise.all', name: 'all', span: { start: 0, end: 11 }, index: 0 },
    use: AWAITED,
  };
  const pushing: Use = { kind: 'method', name: 'push', use: DROPPED };
  expect(ends([find(push)], [variable([pushing, all])])).toEqual(['when awaited']);
  // Somebody else may hold the array as well.
  expect(ends([find(push)], [variable([pushing])])).toEqual(['unknown']);
});

test('a chain of more variables than anybody writes ends in silence', () => {
  const many = Array.from({ length: 5000 }, (_, id) => variable([stored(id + 1)]));
  expect(ends([find(stored(0))], [...many, variable([])])).toEqual(['unknown']);
});

test('an array in an array in an array is held, whatever its depth', () => {
  let use: Use = DROPPED;
  for (let depth = 0; depth < 5000; depth++) use = { kind: 'element', use };
  expect(ends([find(use)])).toEqual(['unknown']);
});
