/** A file's path inside its project: a test of a package is one whatever the folder around the repository is called. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pathInProject } from '../../server/src/languages/typescript/projectPath.ts';

const ROOT = path
  .join(realpathSync(mkdtempSync(path.join(tmpdir(), 'query-lens-path-'))), 'tests')
  .replaceAll('\\', '/');
for (const folder of ['repository/e2e', 'repository/packages/shared/src', 'alone/src'])
  mkdirSync(`${ROOT}/${folder}`, { recursive: true });
for (const folder of ['repository', 'repository/packages/shared'])
  writeFileSync(`${ROOT}/${folder}/package.json`, '{}');

afterAll(() => rmSync(path.dirname(ROOT), { recursive: true }));

const inRoot = (tsconfig: string, file: string): string => pathInProject(`${ROOT}/${tsconfig}`, `${ROOT}/${file}`);

test('relative to the folder of its tsconfig', () => {
  expect(inRoot('repository/tsconfig.json', 'repository/src/users.ts')).toBe('src/users.ts');
  expect(inRoot('alone/tsconfig.json', 'alone/src/users.ts')).toBe('src/users.ts');
});

test('with the name of the folder, where that is part of a larger repository', () => {
  expect(inRoot('repository/e2e/tsconfig.json', 'repository/e2e/helpers.ts')).toBe('e2e/helpers.ts');
});

test('from elsewhere, relative to the package it is in', () => {
  expect(inRoot('repository/e2e/tsconfig.json', 'repository/packages/shared/src/users.ts')).toBe('src/users.ts');
  expect(inRoot('repository/app/tsconfig.json', 'repository/e2e/helpers.ts')).toBe('e2e/helpers.ts');
  expect(pathInProject('/dev/null/inferredProject1*', `${ROOT}/repository/src/users.ts`)).toBe('src/users.ts');
});
