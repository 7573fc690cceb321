/** Which files are left out before TypeScript is asked: none that a library's call may stand in. */
import { expect, test } from 'vitest';
import { builtInCatalogs } from '../../server/src/catalogs/index.ts';
import { givenFunctionsIn } from '../../server/src/languages/typescript/givenFunctions.ts';
import {
  asyncFunctionsIn,
  callsOneOf,
  functionsIn,
  specifiersIn,
  mayMatter,
  namesOneOf,
} from '../../server/src/languages/typescript/mentions.ts';
import { catalogs } from '../fixtures/engine.ts';

const names = catalogs.calledNames(new Set(catalogs.catalogs.map(({ library }) => library)));

test.each([
  ['a method', 'export const all = () => prisma.user.findMany({ take: 3 });'],
  ['a method with type arguments', 'const rows = prisma.$queryRaw<Row[]>(query);'],
  ['an optional call', 'await client?.selectFrom?.("users");'],
  ['a method taken out of its object', 'const { findMany } = prisma.user;\nconst rows = await findMany();'],
  ['a method by its quoted name', "const rows = await prisma.user['findMany']();"],
  ['a call that begins on the next line', 'db\n  .selectFrom\n  ("users")'],
  ['a function that a library exports', "import { union } from './db';\nunion(a, b);"],
  ['a tag by any name', "import { q } from './db';\nq`SELECT 1`;"],
  ['a method whose name is a keyword', "builder.for('update');"],
  ['a method of something that a collection holds', 'const byId = new Map();\nbyId.get(id).get();'],
  ['a method that collections have too', 'const rows = statement.get(id);'],
  ['a method that is handed in', 'export const all = ({ findMany }) => findMany();'],
  ['a comment for Query Lens', '// query-lens-ignore-next-line no-unexecuted-query: never needed\nf();'],
])('%s may be a call of a library', (_, text) => {
  expect(mayMatter(text, names)).toBe(true);
});

test.each([
  ['a component', "import { useState } from 'react';\nexport const Price = () => <b>{priceOf(useState(1)[0])}</b>;"],
  [
    'a keyword that is also a method: Drizzle has `for`, Kysely `if`',
    'for (const a of b) if (a) while (c) d += `${a}`;',
  ],
  ['a template that a keyword stands before', 'export const nameOf = (id: number) => { return `user ${id}`; };'],
  ['a function of the platform', 'export const load = async (url: string) => (await fetch(url)).body;'],
  [
    'a collection of the platform',
    'class Users { private byId: ReadonlyMap<number, User> = new Map(); find(id: number) { return this.byId.get(id); } }',
  ],
  ['a function of the platform on its object', 'export const both = () => Promise.all([a(), b()]);'],
  ['a function of its own', 'export function select<T>(of: T): T { return of; }\nselect(3);'],
  ['a name that is not called', 'export const findMany = 3; export type Select = { findMany: number };'],
  [
    'types alone',
    "import type { User } from '@prisma/client';\nexport const nameOf = (user: User) => user.name.trim();",
  ],
])('%s is not', (_, text) => {
  expect(mayMatter(text, names)).toBe(false);
});

test('what is imported is seen', () => {
  const text = "import type { Generated } from 'kysely';\nconst sqlite = require('better-sqlite3');";
  expect(specifiersIn(text)).toEqual(['kysely', 'better-sqlite3']);
});

test('of the built-in libraries two give functions to be called later by any name: better-sqlite3 and Knex', () => {
  const givers = builtInCatalogs.flatMap(({ library }) =>
    Array.from(catalogs.functionGivers(library), (name) => `${library} ${name}`),
  );
  expect(givers).toEqual(['better-sqlite3 transaction', 'knex transactionProvider']);
});

const given = (text: string): readonly string[] | undefined => givenFunctionsIn(text, new Set(['transaction']));

test.each([
  ['a constant', 'export const saveAll = db.transaction((rows) => rows.forEach(save));\nsaveAll(rows);', ['saveAll']],
  ['a constant with a type', 'const saveAll: Save = this.db.transaction(fn);', ['saveAll']],
  ['a field', 'class Users {\n  private saveAll = open().transaction(fn);\n}', ['saveAll']],
  ['a property', 'export const users = { saveAll: db.transaction(fn) };', ['saveAll']],
  ['one that is called on the spot', 'save();\ndb.transaction(() => save())();', []],
  ['one that is awaited, which is of another library', 'return await db.transaction((tx) => save(tx));', []],
  ['one of an async function, likewise', 'return db.transaction(async (tx) => save(tx));', []],
  ['one of nothing, likewise', 'return db.transaction().execute(fn);', []],
  ['another method', 'return db.other(fn);', []],
])('a function that a library gives is known by its name: %s', (_, text, names) => {
  expect(given(text)).toEqual(names);
});

test.each([
  ['returned', 'return db.transaction(fn);'],
  ['given by an arrow function', 'export const saver = (db) => db.transaction(fn);'],
  ['handed to a function', 'register(db.transaction(fn));'],
  ['kept by a name that is handed on', 'const saveAll = db.transaction(fn);\nreturn saveAll;'],
  ['chosen', 'const saveAll = db.transaction(fn);\nexport const save = many ? saveAll : saveOne;'],
  ['exported by another name', 'const saveAll = db.transaction(fn);\nexport { saveAll as save };'],
  ['of a receiver that is too long', `const saveAll = open${'('.repeat(9)}${')'.repeat(9)}.transaction(fn);`],
])('where it goes on by another name, its name is not known: %s', (_, text) => {
  expect(given(text)).toBeUndefined();
});

test('every way of declaring a function is seen', () => {
  const text = `
    export function save(id) {}
    const load = (id) => id, first = id => id;
    class Users { constructor() {}
      private static touch<T>(id) {
        if (id) {
        }
      }
      exists = function () {};
    }
    const typed: Handler = async (id) => id;
    const three = 3;
  `;
  expect(functionsIn(text)).toEqual(['save', 'load', 'first', 'touch', 'exists', 'typed']);
});

test('a name that is not called is found too, but no part of one', () => {
  expect(namesOneOf('export { saveAll } from "./db";', new Set(['saveAll']))).toBe(true);
  expect(namesOneOf('saveAllOfThem();', new Set(['saveAll']))).toBe(false);
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
