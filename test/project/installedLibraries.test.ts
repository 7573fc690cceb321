/** Which libraries a folder's code may reach: none is left out that could be there unseen. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installedLibraries } from '../../server/src/project/installedLibraries.ts';
import { catalogs } from '../fixtures/engine.ts';

let root: string;

beforeEach(() => (root = mkdtempSync(path.join(os.tmpdir(), 'query-lens-installed-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, content: unknown): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
}

const reached = (...folders: string[]): readonly string[] | undefined => {
  const found = installedLibraries(new Set(folders.map((folder) => path.join(root, folder))), catalogs.catalogs);
  return found && [...found].filter((library) => ['drizzle', 'kysely', 'knex', 'prisma'].includes(library)).toSorted();
};

test('a library is reached where it is installed or asked for, above the folder or in another of them', () => {
  write('package.json', { devDependencies: { kysely: '*' } });
  write('apps/web/package.json', { dependencies: { react: '^19.0.0' } });
  write('node_modules/@prisma/client/package.json', {});
  write('apps/api/node_modules/knex/package.json', {});
  expect(reached('apps/web/src')).toEqual(['kysely', 'prisma']);
  expect(reached('apps/web/src', 'apps/api')).toEqual(['knex', 'kysely', 'prisma']);
});

test('what pnpm keeps out of sight is seen', () => {
  write('package.json', { dependencies: { '@company/db': '^1.0.0' } });
  write('node_modules/.pnpm/drizzle-orm@0.44.0_pg@8.0.0/package.json', {});
  write('node_modules/.pnpm/@prisma+client@6.0.0/package.json', {});
  expect(reached('src')).toEqual(['drizzle', 'prisma']);
});

test.each([
  ['a dependency is another folder', () => write('package.json', { dependencies: { '@company/db': 'workspace:*' } })],
  ['a package.json is broken', () => write('package.json', '{')],
  ['packages are not in folders', () => (write('package.json', {}), write('.pnp.cjs', ''))],
  ['Deno names them', () => (write('package.json', {}), write('deno.json', {}))],
])('every library may be reached where %s', (_, prepare) => {
  prepare();
  expect(reached('src')).toBeUndefined();
});
