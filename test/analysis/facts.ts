/** Small facts made by hand: one catalog of every kind of method, and calls on it. */
import { createCatalogSet } from '../../server/src/catalogs/catalogSet.ts';
import type { Catalog, Execution, Method } from '../../server/src/catalogs/schema.ts';
import type { Call, FileFacts, FunctionFact, Span, Use, VariableFact } from '../../server/src/analysis/model.ts';

const method = (execution: Execution, more: Partial<Method> = {}): Method => ({
  execution,
  description: 'Does it.',
  ...more,
});

const CATALOG: Catalog = {
  library: 'toy',
  title: 'Toy',
  language: 'typescript',
  packages: [{ name: 'toy', versions: '*' }],
  docs: 'https://example.org/',
  modules: {},
  types: {
    Client: {
      description: 'A client.',
      methods: {
        find: method('deferred', { returns: 'Query', verb: 'SELECT' }),
        once: method('deferred', { returns: 'Once', verb: 'SELECT' }),
        build: method('lazy', { returns: 'Builder', verb: 'SELECT' }),
        edit: method('lazy', { returns: 'Mutable', verb: 'UPDATE' }),
        use: method('lazy', { returns: 'Client' }),
        batch: method('executing', { runsArguments: true }),
        transaction: method('executing', { transaction: { callback: 0 } }),
        close: method('executing', { promise: true }),
        session: method('executing', { transaction: { callback: 0, outside: ['Model'] } }),
        ambient: method('executing', { transaction: { callback: 0, outside: ['Model'], ambient: true } }),
      },
    },
    Model: { description: 'A model of the connection.', methods: { save: method('executing') } },
    Query: {
      description: 'A thenable.',
      thenable: { secondAwait: 'reruns' },
      methods: { also: method('deferred', { returns: 'Query' }) },
    },
    Once: { description: 'A thenable that refuses.', thenable: { secondAwait: 'throws' }, methods: {} },
    Builder: {
      description: 'A builder that never changes.',
      run: 'execute()',
      methods: {
        where: method('lazy', { returns: 'this' }),
        execute: method('executing'),
        stream: method('streaming'),
        all: method('blocking', { asyncEquivalent: 'execute()' }),
        text: method('local'),
      },
    },
    Mutable: {
      description: 'A builder that changes.',
      run: 'execute()',
      mutable: true,
      methods: { where: method('lazy', { returns: 'this' }), execute: method('executing') },
    },
  },
};

export const catalogs = createCatalogSet([CATALOG], () => true);
export const DROPPED: Use = { kind: 'dropped', statement: { start: 0, end: 1 } };
export const AWAITED: Use = { kind: 'awaited', span: { start: 0, end: 1 } };
export const stored = (variable: number): Use => ({ kind: 'stored', variable, pattern: false });
export const receiver = (call: number): Use => ({ kind: 'receiver', call });

const at = (position: number): Span => ({ start: position * 10, end: position * 10 + 5 });

/** A call `Client.find` and the like; ids are given by `facts`. */
export function call(owner: string, name: string, use: Use, more: Partial<Call> = {}): Omit<Call, 'id'> {
  const ref = { library: 'toy', type: owner };
  const fact = catalogs.method(ref, name) ?? method('local');
  const result = fact.returns === undefined ? undefined : catalogs.refer(fact.returns, ref).ref;
  return {
    method: name,
    name: at(0),
    span: at(0),
    owner: ref,
    fact,
    ...(result && { result }),
    kind: 'method',
    root: at(0),
    use,
    function: 0,
    loops: [],
    caught: false,
    awaitable: true,
    awaitNeedsParens: false,
    args: at(0),
    ...more,
  };
}

export function variable(uses: readonly Use[], more: Partial<VariableFact> = {}): Omit<VariableFact, 'id'> {
  const references = uses.map((use, index) => ({ span: at(index), use, function: 0, loops: [] }));
  return { name: 'q', declaration: at(0), kind: 'let', function: 0, exported: false, references, ...more };
}

const FUNCTION: FunctionFact = {
  id: 0,
  span: { start: 0, end: 10_000 },
  parent: -1,
  kind: 'declaration',
  async: true,
  generator: false,
  expressionBody: false,
  exported: true,
};

/** A file with one async function around everything. */
export function facts(
  calls: readonly Omit<Call, 'id'>[],
  variables: readonly Omit<VariableFact, 'id'>[] = [],
  functions: readonly FunctionFact[] = [FUNCTION],
): FileFacts {
  return {
    language: 'typescript',
    file: '/toy.ts',
    text: ' '.repeat(10_000),
    versions: {},
    calls: calls.map((fact, id) => Object.assign({ id }, fact, { name: at(id), span: { start: 0, end: at(id).end } })),
    functions,
    variables: variables.map((fact, id) => Object.assign({ id }, fact)),
    complete: true,
  };
}
