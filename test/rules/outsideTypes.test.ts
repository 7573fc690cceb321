/** Models that belong to a connection run outside a transaction unless they are handed its client. */
import { expect, test } from 'vitest';
import { analyze } from '../../server/src/analysis/analyze.ts';
import type { FileFacts, FunctionFact, NameFact, Origin, ParameterFact } from '../../server/src/analysis/model.ts';
import { noQueryOutsideTransaction } from '../../server/src/rules/no-query-outside-transaction.ts';
import { AWAITED, call, catalogs, facts } from '../analysis/facts.ts';

/** The callback spans 0 to 1000 and its parameter is declared at 10; the model's name is at 500. */
const CALLBACK = { start: 0, end: 1000 };
const PARAMETER: ParameterFact = { span: { start: 10, end: 12 }, name: 'tx' };

const imported = (declared: number): Origin => ({ path: [String(declared)], kind: 'import', declared, ends: [0] });

interface Shape {
  readonly opener?: string;
  readonly parameters?: readonly ParameterFact[];
  /** Where the model is declared. */
  readonly declared?: number;
  readonly names?: readonly NameFact[];
}

function file({ opener = 'session', parameters = [PARAMETER], declared = 2000, names = [] }: Shape): FileFacts {
  const fn = (id: number, more: Partial<FunctionFact>): FunctionFact => ({
    id,
    span: CALLBACK,
    parent: -1,
    kind: 'arrow',
    async: true,
    generator: false,
    expressionBody: false,
    exported: false,
    ...more,
  });
  const callee = { text: `client.${opener}`, name: opener, span: CALLBACK, index: 0, call: 0 };
  const calls = [
    call('Client', opener, AWAITED, { origin: imported(3000) }),
    call('Model', 'save', AWAITED, { function: 1, origin: imported(declared) }),
  ];
  return { ...facts(calls, [], [fn(0, {}), fn(1, { parent: 0, argumentOf: callee, parameters })]), names };
}

const reported = (shape: Shape): number[] =>
  noQueryOutsideTransaction.find(analyze(file(shape), catalogs)).map(({ call }) => call);

test('a model that is not handed the client is reported', () => {
  expect(reported({})).toEqual([1]);
});

test('a model that is handed the client is not', () => {
  expect(reported({ names: [{ span: { start: 14, end: 16 }, declared: 10, write: false }] })).toEqual([]);
});

test('a model that is made of the client inside the callback is not', () => {
  expect(reported({ declared: 500 })).toEqual([]);
});

test('where queries find the transaction by themselves, a callback without parameters is right', () => {
  expect(reported({ opener: 'ambient', parameters: [] })).toEqual([]);
  expect(reported({ opener: 'session', parameters: [] })).toEqual([1]);
  expect(reported({ opener: 'ambient' })).toEqual([1]);
});

test('a transaction without such types says nothing of models', () => {
  expect(reported({ opener: 'transaction' })).toEqual([]);
});
