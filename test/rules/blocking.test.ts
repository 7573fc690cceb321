/** A blocking call is reported where the library has another, in functions that others wait for. */
import { describe, expect, test } from 'vitest';
import { analyze } from '../../server/src/analysis/analyze.ts';
import type { Call, FunctionFact } from '../../server/src/analysis/model.ts';
import { noBlockingQuery } from '../../server/src/rules/no-blocking-query.ts';
import { isRequestHandler } from '../../server/src/rules/support/handlers.ts';
import { DROPPED, call, catalogs, facts } from '../analysis/facts.ts';

const fn = (more: Partial<FunctionFact>): FunctionFact => ({
  id: 0,
  span: { start: 0, end: 1000 },
  parent: -1,
  kind: 'arrow',
  async: false,
  generator: false,
  expressionBody: false,
  exported: false,
  ...more,
});
const parameters = (...names: string[]): Pick<FunctionFact, 'parameters'> => ({
  parameters: names.map((name, index) => ({ name, span: { start: index, end: index + 1 } })),
});
const handedTo = (name: string, index: number): Pick<FunctionFact, 'argumentOf'> => ({
  argumentOf: { text: `app.${name}`, name, span: { start: 0, end: 1 }, index },
});

function reported(
  around: FunctionFact,
  more: Partial<Call> = {},
  path = 'src/users.ts',
): ReturnType<typeof noBlockingQuery.find> {
  const file = { ...facts([call('Builder', 'all', DROPPED, more)], [], [around]), path };
  return noBlockingQuery.find(analyze(file, catalogs));
}

test('in an async function, with the call to write instead', () => {
  const [problem] = reported(fn({ async: true }));
  expect(problem?.message).toBe(
    '`all()` blocks the thread until the database has answered, so that nothing else runs in the meantime, and this is an `async` function. Use `execute()`.',
  );
  expect(problem?.fixes).toEqual([
    {
      title: 'Use `execute()`',
      safe: false,
      edits: [
        { start: 0, end: 0, newText: 'await ' },
        { start: 0, end: 5, newText: 'execute' },
      ],
    },
  ]);
});

test('not in a function that is neither async nor a handler', () => {
  expect(reported(fn({}))).toEqual([]);
});

test('in a request handler', () => {
  expect(reported(fn(parameters('req', 'res')))).toHaveLength(1);
});

test.each(['src/users.test.ts', 'scripts/report.ts'])('not in %s', (path) => {
  expect(reported(fn({ async: true }), {}, path)).toEqual([]);
});

test('not in a function that seeds, and not at the top level', () => {
  expect(reported(fn({ async: true, name: 'seedUsers' }))).toEqual([]);
  expect(reported(fn({ async: true }), { function: -1 })).toEqual([]);
});

describe('request handlers', () => {
  test.each<[string, Partial<FunctionFact>]>([
    ['Express', parameters('req', 'res')],
    ['Express, with next', parameters('_req', 'res', 'next')],
    ['Fastify', parameters('request', 'reply')],
    ['Koa', { ...parameters('ctx'), ...handedTo('get', 1) }],
    ['Koa, as middleware', { ...parameters('ctx'), ...handedTo('use', 0) }],
    ['Hono', { ...parameters('c'), ...handedTo('post', 1) }],
    ['Nest', { decorators: ['Get'] }],
    ['Next', { name: 'GET', exported: true }],
  ])('%s', (_, shape) => {
    expect(isRequestHandler(fn(shape))).toBe(true);
  });

  test.each<[string, Partial<FunctionFact>]>([
    ['a callback', { ...parameters('user'), ...handedTo('map', 0) }],
    ['a getter of a map', { ...parameters('c'), ...handedTo('get', 0) }],
    ['a function of a context', parameters('ctx')],
    ['a method with another decorator', { decorators: ['Injectable'] }],
    ['a function of its own', { name: 'GET' }],
  ])('not %s', (_, shape) => {
    expect(isRequestHandler(fn(shape))).toBe(false);
  });
});
