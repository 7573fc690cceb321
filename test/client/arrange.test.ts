/** What the method reference shows: search, filters and order. */
import { describe, expect, test } from 'vitest';
import {
  arrange,
  choiceShowing,
  countMethods,
  executionNote,
  findMethod,
  NO_CHOICE,
  rowKey,
  shows,
  type Choice,
} from '../../client/src/methodReference/arrange.ts';
import type { MethodReference, ReferenceLibrary, ReferenceMethod } from '../../server/src/protocol/requests.ts';

function method(name: string, more: Partial<ReferenceMethod> = {}): ReferenceMethod {
  const [type = '', method = ''] = name.split('.');
  return { type, method, label: 'lazy', execution: 'lazy', description: 'Builds.', ...more };
}

function library(title: string, used: boolean, methods: readonly ReferenceMethod[]): ReferenceLibrary {
  return {
    library: title.toLowerCase(),
    title,
    docs: 'https://d.example/',
    versions: [],
    used,
    installed: [],
    proved: [],
    surprises: [],
    methods,
  };
}

const reference: MethodReference = {
  libraries: [
    library('Antelope', false, [
      method('Db.all', {
        label: 'blocking',
        execution: 'blocking',
        description: 'Returns rows.',
        asyncEquivalent: null,
      }),
      method('Db.run', { label: 'blocking', execution: 'blocking', asyncEquivalent: 'await db.execute()' }),
    ]),
    library('Bison', true, [
      method('Query.where', { description: 'Adds a condition to all rows.' }),
      method('Query.whereAll'),
      method('Query.finally', { label: 'executing', execution: 'executing' }),
      method('Raw.all', { label: 'executing', execution: 'executing (sync: blocking)' }),
      method('Raw.stream', { label: 'streaming', execution: 'streaming' }),
    ]),
    library('Civet', true, [method('Model.findMany', { execution: 'deferred' })]),
  ],
};

/** `library: Type.method Type.method` for each table. */
function seen(choice: Partial<Choice>): string[] {
  return arrange(reference, { ...NO_CHOICE, ...choice }).map(({ library, groups }) => {
    const names = groups.flatMap(({ type, methods }) => methods.map(({ method }) => `${type}.${method}`));
    return `${library.title}: ${names.join(' ')}`;
  });
}

describe('without a search', () => {
  test('everything is shown, the libraries of this workspace first', () => {
    expect(seen({})).toEqual([
      'Bison: Query.where Query.whereAll Query.finally Raw.all Raw.stream',
      'Civet: Model.findMany',
      'Antelope: Db.all Db.run',
    ]);
  });

  test('one library, or those of this workspace, can be chosen', () => {
    expect(seen({ library: 'antelope' })).toEqual(['Antelope: Db.all Db.run']);
    expect(seen({ library: 'used' }).map((line) => line.split(':')[0])).toEqual(['Bison', 'Civet']);
    expect(seen({ library: 'gone' })).toEqual([]);
  });

  test('labels filter, several of them together', () => {
    expect(seen({ labels: ['executing'] })).toEqual(['Bison: Query.finally Raw.all']);
    expect(seen({ labels: ['blocking', 'streaming'] })).toEqual(['Bison: Raw.stream', 'Antelope: Db.all Db.run']);
    expect(seen({ labels: ['local'] })).toEqual([]);
  });
});

describe('a search', () => {
  test('puts the name itself before names that begin with it, and those before the rest', () => {
    expect(seen({ search: 'where' })).toEqual(['Bison: Query.where Query.whereAll']);
    expect(seen({ search: 'all' })).toEqual([
      'Bison: Raw.all Query.whereAll Query.finally Query.where',
      'Antelope: Db.all',
    ]);
  });

  test('finds words of a description by their beginning, not by their middle', () => {
    expect(seen({ search: 'cond' })).toEqual(['Bison: Query.where']);
    expect(seen({ search: 'ondition' })).toEqual([]);
  });

  test('finds types, libraries, executions and async equivalents', () => {
    expect(seen({ search: 'model' })).toEqual(['Civet: Model.findMany']);
    expect(seen({ search: 'bison' })).toHaveLength(1);
    expect(seen({ search: 'deferred' })).toEqual(['Civet: Model.findMany']);
    expect(seen({ search: 'db.execute' })).toEqual(['Antelope: Db.run']);
  });

  test('wants every word, ignores case, dots and brackets', () => {
    expect(seen({ search: ' Query.WHERE() ' })).toEqual(['Bison: Query.where Query.whereAll']);
    expect(seen({ search: 'query stream' })).toEqual([]);
    expect(seen({ search: ' . ' })).toHaveLength(3);
  });

  test('goes together with the filters', () => {
    expect(seen({ search: 'all', labels: ['blocking'], library: 'antelope' })).toEqual(['Antelope: Db.all']);
    expect(seen({ search: 'all', labels: ['blocking'], library: 'used' })).toEqual([]);
  });

  test('takes no character for a pattern', () => {
    expect(seen({ search: '[*' })).toEqual([]);
    expect(seen({ search: '$' })).toEqual([]);
  });
});

describe('the order', () => {
  const uses = new Map([
    [rowKey({ library: 'bison', type: 'Raw', method: 'stream' }), 3],
    [rowKey({ library: 'bison', type: 'Query', method: 'where' }), 7],
  ]);
  const bison = (choice: Partial<Choice>): string[] =>
    arrange(reference, { ...NO_CHOICE, library: 'bison', ...choice }, uses).flatMap(({ groups }) =>
      groups.map(({ type, methods }) => [type, ...methods.map(({ method }) => method)].join(' ')),
    );

  test('by type keeps the groups', () => {
    expect(bison({})).toEqual(['Query where whereAll finally', 'Raw all stream']);
  });

  test('by name, label or uses is one list', () => {
    expect(bison({ order: 'name' })).toEqual([' all finally stream where whereAll']);
    expect(bison({ order: 'label' })).toEqual([' where whereAll all finally stream']);
    expect(bison({ order: 'uses' })).toEqual([' where stream all finally whereAll']);
  });

  test('only what the workspace calls can be chosen', () => {
    expect(bison({ library: 'called' })).toEqual(['Query where', 'Raw stream']);
    expect(bison({ library: 'called', order: 'uses', search: 'str' })).toEqual([' stream']);
  });
});

test('the methods of all tables are counted', () => {
  expect(countMethods(arrange(reference, NO_CHOICE))).toBe(8);
  expect(countMethods(arrange(reference, { ...NO_CHOICE, search: 'nothing' }))).toBe(0);
});

describe('showing one method', () => {
  const wanted = { library: 'antelope', type: 'Db', method: 'run' };

  test('keeps a choice that does not hide it', () => {
    const choice: Choice = { search: 'run', library: '', labels: ['blocking'], order: 'type' };
    expect(choiceShowing(reference, choice, wanted)).toBe(choice);
  });

  test('gives up a choice that hides it', () => {
    expect(choiceShowing(reference, { ...NO_CHOICE, search: 'where' }, wanted)).toEqual(NO_CHOICE);
    expect(choiceShowing(reference, { ...NO_CHOICE, labels: ['lazy'] }, wanted)).toEqual(NO_CHOICE);
    expect(choiceShowing(reference, { ...NO_CHOICE, library: 'used' }, wanted)).toEqual(NO_CHOICE);
  });

  test('a method is found by library, type and name together', () => {
    const tables = arrange(reference, NO_CHOICE);
    expect(shows(tables, wanted)).toBe(true);
    expect(shows(tables, { ...wanted, type: 'Raw' })).toBe(false);
    expect(shows(tables, { ...wanted, library: 'bison' })).toBe(false);
    expect(findMethod(reference, wanted)?.method.asyncEquivalent).toBe('await db.execute()');
    expect(findMethod(reference, { ...wanted, method: 'walk' })).toBeUndefined();
    expect(findMethod(reference, { ...wanted, library: 'zebra' })).toBeUndefined();
  });

  test('keys differ wherever names differ', () => {
    expect(rowKey({ library: 'a', type: 'b', method: 'c' })).not.toBe(
      rowKey({ library: 'a', type: 'b,c', method: '' }),
    );
  });
});

test('the note beside a label says what the label does not', () => {
  expect(executionNote(method('a.b', { label: 'lazy', execution: 'lazy' }))).toBe('');
  expect(executionNote(method('a.b', { label: 'lazy', execution: 'deferred' }))).toBe('deferred');
  expect(executionNote(method('a.b', { label: 'executing', execution: 'executing (sync: blocking)' }))).toBe(
    'sync: blocking',
  );
  expect(executionNote(method('a.b', { label: 'lazy', execution: 'deferred (sync: blocking)' }))).toBe(
    'deferred (sync: blocking)',
  );
});
