/** The status item says which libraries were found, what is going on, and what to do when something is wrong. */
import { expect, test } from 'vitest';
import { analysisText, statusText } from '../../client/src/statusText.ts';

test('names the libraries found', () => {
  expect(statusText({ state: 'ready', libraries: ['drizzle', 'kysely'] })).toEqual({
    text: 'Query Lens: drizzle, kysely',
    detail: '',
    busy: false,
    severity: 'fine',
  });
});

test('names their versions, and those that the catalog does not know', () => {
  const versions = [
    { library: 'kysely', version: '0.29.1' },
    { library: 'mongoose', version: '6.13.0' },
    { library: 'mongoose', version: '10.0.0', outside: '>=6 <10' },
  ];
  expect(statusText({ state: 'ready', libraries: ['kysely', 'mongoose', 'pg'], versions })).toMatchObject({
    text: 'Query Lens: kysely 0.29.1, mongoose 6.13.0 and 10.0.0, pg',
    detail: 'Labelled like the nearest version that is known: mongoose 10.0.0 (known: >=6 <10).',
  });
});

test('says so when there is none', () => {
  expect(statusText({ state: 'ready', libraries: [] }).text).toBe('Query Lens: no library found yet');
});

test('is busy while the server starts or analyses', () => {
  expect(statusText({ state: 'starting', libraries: [] })).toMatchObject({ text: 'Query Lens: starting', busy: true });
  expect(statusText({ state: 'analysing', libraries: ['kysely'] })).toMatchObject({ detail: 'analysing', busy: true });
});

test('tells what is wrong, and what to do even if nobody knows what is wrong', () => {
  const broken = statusText({ state: 'failed', libraries: ['kysely'], problem: 'It broke. Restart it.' });
  expect(broken).toEqual({
    text: 'Query Lens: not working',
    detail: 'It broke. Restart it.',
    busy: false,
    severity: 'failed',
  });
  expect(statusText({ state: 'failed', libraries: [] }).detail).toBe('Restart it, or see the output.');
});

test('tells of a problem that does not stop the server', () => {
  expect(statusText({ state: 'ready', libraries: ['kysely'], problem: 'One file was skipped.' })).toMatchObject({
    detail: 'One file was skipped.',
    severity: 'flawed',
  });
});

test('the project of a document is named, and how long its analysis took', () => {
  const nameOf = (name: string): string => name.replace('file://', '').replace('/shop/', '');
  const analysed = { uri: 'file:///shop/books.ts', ms: 23 };
  expect(analysisText({ ...analysed, tsconfig: 'file:///shop/tsconfig.json' }, nameOf)).toEqual({
    text: 'Query Lens: tsconfig.json',
    detail: 'books.ts analysed in 23 ms',
  });
  expect(analysisText(analysed, nameOf).text).toBe('Query Lens: no tsconfig.json');
});
