/** The query map's groups, counts and exports. */
import { expect, test } from 'vitest';
import { arrange, countsOf, countsText, type Grouping } from '../../client/src/queryMap/arrange.ts';
import { toCsv, toJson } from '../../client/src/queryMap/exported.ts';
import type { MappedFile, MappedQuery } from '../../server/src/protocol/requests.ts';

const nameOf = (uri: string): string => uri.replace('file:///', '');

function query(code: string, rest: Partial<MappedQuery> = {}): MappedQuery {
  const range = { start: { line: 4, character: 2 }, end: { line: 4, character: 9 } };
  const label = { label: 'executing', says: 'executing · awaited' } as const;
  return { range, code, library: 'kysely', title: 'Kysely', ...label, inLoop: false, findings: [], ...rest };
}

const LOST = { rule: 'no-unexecuted-query', severity: 'error', message: 'It never runs, "really".' } as const;
const FILES: readonly MappedFile[] = [
  {
    uri: 'file:///b.ts',
    queries: [
      query('one()', { target: 'users' }),
      query('two()', { target: 'books', label: 'lazy', findings: [LOST] }),
    ],
  },
  { uri: 'file:///a.ts', queries: [query('three()', { target: 'books', inLoop: true })] },
  { uri: 'file:///c.ts', queries: [query('four("a, b")')] },
];

const grouped = (grouping: Grouping): readonly string[] =>
  arrange(FILES, grouping, nameOf).map(
    ({ title, entries }) => `${title}: ${entries.map((entry) => entry.query.code).join(' ')}`,
  );

test('queries are grouped by file', () => {
  expect(grouped('file')).toEqual(['a.ts: three()', 'b.ts: one() two()', 'c.ts: four("a, b")']);
});

test('by model or table, those without a name last', () => {
  expect(grouped('target')).toEqual(['books: two() three()', 'users: one()', 'No model or table named: four("a, b")']);
});

test('by label, in the order of labels', () => {
  expect(grouped('label')).toEqual(['executing: one() three() four("a, b")', 'lazy: two()']);
});

test('by finding, those without one left out', () => {
  expect(grouped('finding')).toEqual(['no-unexecuted-query: two()']);
});

test('queries and findings are counted', () => {
  expect(countsText(countsOf(FILES))).toBe('4 queries, 1 finding');
  expect(countsText(countsOf(FILES.slice(1, 2)))).toBe('1 query');
});

test('CSV quotes what needs it, and has a line for each query', () => {
  const lines = toCsv(FILES, nameOf).split('\r\n');
  expect(lines[0]).toBe('file,line,column,function,library,target,verb,label,says,inLoop,code,findings');
  expect(lines.slice(1)).toEqual([
    'b.ts,5,3,,kysely,users,,executing,executing · awaited,false,one(),',
    'b.ts,5,3,,kysely,books,,lazy,executing · awaited,false,two(),no-unexecuted-query',
    'a.ts,5,3,,kysely,books,,executing,executing · awaited,true,three(),',
    'c.ts,5,3,,kysely,,,executing,executing · awaited,false,"four(""a, b"")",',
    '',
  ]);
});

test('JSON has the findings in full', () => {
  const { queries } = JSON.parse(toJson(FILES, nameOf)) as { queries: readonly unknown[] };
  expect(queries).toHaveLength(4);
  expect(queries[1]).toMatchObject({ file: 'b.ts', line: 5, column: 3, code: 'two()', findings: [LOST] });
});
