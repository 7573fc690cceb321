/** Which files are left out before TypeScript is asked: none that a library's call may stand in. */
import { expect, test } from 'vitest';
import { builtInCatalogs } from '../../server/src/catalogs/index.ts';
import { asyncFunctionsIn, callsOneOf, mentionsIn } from '../../server/src/languages/typescript/mentions.ts';
import { catalogs } from '../fixtures/engine.ts';

const mentions = (text: string): ReturnType<typeof mentionsIn> => mentionsIn(text, catalogs);

test.each([
  ['a method', 'export const all = () => prisma.user.findMany({ take: 3 });'],
  ['a method with type arguments', 'const rows = prisma.$queryRaw<Row[]>(query);'],
  ['an optional call', 'await client?.selectFrom?.("users");'],
  ['a method taken out of its object', 'const { findMany } = prisma.user;\nconst rows = await findMany();'],
  ['a method by its quoted name', "const rows = await prisma.user['findMany']();"],
  ['a call that begins on the next line', 'db\n  .selectFrom\n  ("users")'],
  ['a function that a library exports', "import { union } from './db';\nunion(a, b);"],
  ['a tag by any name', "import { q } from './db';\nq`SELECT 1`;"],
  ['a comment for Query Lens', '// query-lens-ignore-next-line no-unexecuted-query: never needed\nf();'],
])('%s may be a call of a library', (_, text) => {
  expect(mentions(text).mayMatter).toBe(true);
});

test.each([
  ['a component', "import { useState } from 'react';\nexport const Price = () => <b>{priceOf(useState(1)[0])}</b>;"],
  ['a name that is not called', 'export const findMany = 3; export type Select = { findMany: number };'],
  [
    'types alone',
    "import type { User } from '@prisma/client';\nexport const nameOf = (user: User) => user.name.trim();",
  ],
])('%s is not', (_, text) => {
  expect(mentions(text).mayMatter).toBe(false);
});

test('the libraries are told by what is imported', () => {
  expect([
    ...mentions("import type { Generated } from 'kysely';\nconst sqlite = require('better-sqlite3');").libraries,
  ]).toEqual(['kysely', 'better-sqlite3']);
});

test('of the built-in libraries two give functions to be called later by any name: better-sqlite3 and Knex', () => {
  const givers = builtInCatalogs.map(({ library }) => library).filter((library) => catalogs.givesFunctions(library));
  expect(givers).toEqual(['better-sqlite3', 'knex']);
});

test('the async functions that a text declares are told, in every way of declaring one', () => {
  const text = `
    export async function save(id) {}
    const load = async (id) => id;
    class Users { async touch(id) {} private static async find<T>(id) {} exists = async () => true; }
    export const api = { async create() {}, remove: async (id) => id };
    function plain() {}
  `;
  expect(asyncFunctionsIn(text)).toEqual(['save', 'load', 'touch', 'find', 'exists', 'create', 'remove']);
});

test('a call of one of them is found by its name alone', () => {
  expect(callsOneOf('this.users.touch(id);', new Set(['touch']))).toBe(true);
  expect(callsOneOf('const touch = 1; untouched();', new Set(['touch']))).toBe(false);
});
