/** Which of the tsconfigs around some files are loaded. */
import { expect, test } from 'vitest';
import { neededProjects } from '../../server/src/project/neededProjects.ts';

const SOLUTION = ['/a/tsconfig.json', '/a/tsconfig.app.json', '/a/tsconfig.spec.json', '/a/tsconfig.editor.json'];
const LISTED = new Map([
  ['/a/tsconfig.json', []],
  ['/a/tsconfig.app.json', ['/a/users.ts', '/a/orders.ts']],
  ['/a/tsconfig.spec.json', ['/a/users.spec.ts']],
  ['/a/tsconfig.editor.json', ['/a/users.ts', '/a/orders.ts', '/a/users.spec.ts']],
]);

const needed = (...files: string[]): readonly string[] =>
  neededProjects(
    files.map((file) => ({ file, tsconfig: '/a/tsconfig.json' })),
    () => SOLUTION,
    LISTED,
  );

test('the first that lists a file is loaded for it, and no other', () => {
  expect(needed('/a/users.ts', '/a/orders.ts')).toEqual(['/a/tsconfig.app.json']);
  expect(needed('/a/users.spec.ts')).toEqual(['/a/tsconfig.spec.json']);
  expect(needed('/a/users.ts', '/a/users.spec.ts')).toEqual(['/a/tsconfig.app.json', '/a/tsconfig.spec.json']);
});

test('a file that none lists has its own tsconfig, for it may be imported there', () => {
  expect(needed('/a/other.ts')).toEqual(['/a/tsconfig.json']);
});

test('a file without a tsconfig needs none', () => {
  expect(neededProjects([{ file: '/b.js' }], () => [], LISTED)).toEqual([]);
});
