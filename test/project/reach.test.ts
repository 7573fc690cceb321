/** What a file can reach: every way in which one file may depend on another changes its fingerprint. */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createReach, type Reached } from '../../server/src/project/reach.ts';
import { summarize } from '../../server/src/project/summarize.ts';
import { temporaryProject, type TemporaryProject } from '../cli/temporaryProject.ts';

type Files = Readonly<Record<string, string>>;

interface Case {
  /** Beside `src/show.ts`. */
  readonly files?: Files;
  readonly show: string;
  /** Links in `node_modules`, each with where it leads. */
  readonly links?: Files;
  /** The file that changes. */
  readonly changed: string;
  /** Where only TypeScript knows, it depends on more than that. */
  readonly isCoarse?: true;
}

const tsconfig = (compilerOptions: object, more: object = {}): string => JSON.stringify({ compilerOptions, ...more });

/** By how `src/show.ts` depends on the file that changes. */
const DEPENDS: Readonly<Record<string, Case>> = {
  itself: { show: '', changed: 'src/show.ts' },
  'an import': { show: "import './a.js';", files: { 'src/a.ts': '' }, changed: 'src/a.ts' },
  'an import without an ending': {
    show: "import a from './a'",
    files: { 'src/a/index.tsx': '' },
    changed: 'src/a/index.tsx',
  },
  'an import of several lines': {
    show: "import {\n  a,\n} from\n  './a'",
    files: { 'src/a.ts': '' },
    changed: 'src/a.ts',
  },
  're-exports, far away': {
    show: "export * from './a'",
    files: { 'src/a.ts': "export * from './b'", 'src/b.ts': "export { c } from './c'", 'src/c.ts': '' },
    changed: 'src/c.ts',
  },
  'a cycle': {
    show: "import './a'",
    files: { 'src/a.ts': "import './b'", 'src/b.ts': "import './a'; import './c'", 'src/c.ts': "import './b'" },
    changed: 'src/c.ts',
  },
  'a type': { show: "type A = import('./a').A", files: { 'src/a.d.ts': '' }, changed: 'src/a.d.ts' },
  'require and a comment': { show: 'import(/* eager */ "./a")', files: { 'src/a.js': '' }, changed: 'src/a.js' },
  JSDoc: { show: "/** @type {import('./a').A} */", files: { 'src/a.ts': '' }, changed: 'src/a.ts' },
  'a reference': { show: '/// <reference path="a.ts" />', files: { 'src/a.ts': '' }, changed: 'src/a.ts' },
  JSON: { show: "import a from './a.json'", files: { 'src/a.json': '{}' }, changed: 'src/a.json' },
  'a path of the tsconfig': {
    show: "import '~db'",
    files: { 'tsconfig.json': tsconfig({ paths: { '~db': ['./lib/client'] } }), 'lib/client.ts': '' },
    changed: 'lib/client.ts',
  },
  'a path of a tsconfig that is extended': {
    show: "import '@/db/client'",
    files: {
      'tsconfig.json': '{ "extends": "./config/base.json" }',
      'config/base.json': tsconfig({ paths: { '@/*': ['../lib/*'] } }),
      'lib/db/client.ts': '',
    },
    changed: 'lib/db/client.ts',
  },
  'a path of a tsconfig that is referred to': {
    show: "import '@/db'",
    files: {
      'tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
      'tsconfig.app.json': tsconfig({ paths: { '@/*': ['./lib/*'] } }),
      'lib/db.ts': '',
    },
    changed: 'lib/db.ts',
  },
  baseUrl: {
    show: "import 'lib/db'",
    files: { 'tsconfig.json': tsconfig({ baseUrl: '.' }), 'lib/db.ts': '' },
    changed: 'lib/db.ts',
  },
  'several roots': {
    show: "import './db'",
    files: { 'tsconfig.json': tsconfig({ rootDirs: ['src', 'made'] }), 'made/db.ts': 'export {}' },
    changed: 'made/db.ts',
    isCoarse: true,
  },
  'imports of the manifest': {
    show: "import '#db'",
    files: { 'package.json': '{ "imports": { "#db": "./lib/db.js" } }', 'lib/db.ts': '' },
    changed: 'lib/db.ts',
    isCoarse: true,
  },
  'a linked package of the monorepo': {
    show: "import '@acme/db/client'",
    files: { 'packages/db/package.json': '{ "name": "@acme/db" }', 'packages/db/src/client.ts': '' },
    links: { '@acme/db': 'packages/db' },
    changed: 'packages/db/src/client.ts',
  },
  'what a linked package was built to': {
    show: "import '@acme/db'",
    files: { 'packages/db/package.json': '{ "types": "dist/index.d.ts" }', 'packages/db/dist/index.d.ts': '' },
    links: { '@acme/db': 'packages/db' },
    changed: 'packages/db/dist/index.d.ts',
  },
  'a package of the monorepo that is not installed': {
    show: "import { db } from '@acme/db'",
    files: {
      'package.json': '{ "workspaces": ["packages/*"] }',
      'packages/db/package.json': '{ "name": "@acme/db", "main": "dist/index.js" }',
      'packages/db/src/index.ts': "export * from './client'",
      'packages/db/src/client.ts': '',
    },
    changed: 'packages/db/src/client.ts',
  },
  'a package that is installed': {
    show: "import 'kysely'",
    files: { 'node_modules/kysely/package.json': '{ "version": "0.28.1" }' },
    changed: 'node_modules/kysely/package.json',
  },
  'a client that was generated': {
    show: "import '@prisma/client'",
    files: { 'node_modules/@prisma/client/package.json': '{}', 'node_modules/.prisma/client/index.d.ts': '' },
    changed: 'node_modules/.prisma/client/index.d.ts',
  },
  'declarations for all': { show: '', files: { 'src/globals.d.ts': '' }, changed: 'src/globals.d.ts' },
  'what declarations for all lead to': {
    show: '',
    files: { 'types/globals.d.ts': "declare const db: import('../lib/db').Db", 'lib/db.ts': 'export {}' },
    changed: 'lib/db.ts',
  },
  'a module that declares for all': {
    show: '',
    files: { 'src/a.ts': 'export {}; declare global { var a: 1 }' },
    changed: 'src/a.ts',
  },
  'a script': { show: '', files: { 'src/a.ts': 'var a = 1' }, changed: 'src/a.ts' },
  'declarations outside the folder': {
    show: '',
    files: { 'tsconfig.json': tsconfig({}, { include: ['src', '../shared/**/*.d.ts'] }), '../shared/a.d.ts': '' },
    changed: '../shared/a.d.ts',
  },
  'the tsconfig': { show: '', changed: 'tsconfig.json' },
  'a tsconfig that is extended': {
    show: '',
    files: { 'tsconfig.json': '{ "extends": "./base.json" }', 'base.json': '{}' },
    changed: 'base.json',
  },
  'the manifest': { show: '', changed: 'package.json' },
  'a lockfile': { show: '', files: { 'pnpm-lock.yaml': '' }, changed: 'pnpm-lock.yaml' },
  'what npm has installed': {
    show: '',
    files: { 'node_modules/.package-lock.json': '' },
    changed: 'node_modules/.package-lock.json',
  },
};

/** In a folder of its own, so that files beside it are gone with it. */
function projectOf({ files = {}, show, links = {} }: Case): {
  project: TemporaryProject;
  at: (file: string) => string;
} {
  const project = temporaryProject({});
  const at = (file: string): string => path.posix.join('app', file);
  rmSync(project.path('tsconfig.json'));
  rmSync(project.path('package.json'));
  rmSync(project.path('node_modules'));
  const all = {
    'package.json': '{}',
    'tsconfig.json': '{}',
    'src/other.ts': 'export {}',
    'src/show.ts': show,
    ...files,
  };
  for (const [file, text] of Object.entries(all)) project.write(at(file), text);
  for (const [name, target] of Object.entries(links)) {
    mkdirSync(path.dirname(project.path(at(`node_modules/${name}`))), { recursive: true });
    symlinkSync(project.path(at(target)), project.path(at(`node_modules/${name}`)), 'junction');
  }
  return { project, at };
}

function reached({ project, at }: ReturnType<typeof projectOf>, changed?: string): Reached {
  const file = { file: project.path(at('src/show.ts')), tsconfig: project.path(at('tsconfig.json')) };
  const changes = changed === undefined ? {} : { changed: new Set([project.path(at(changed))]) };
  return createReach([file], { cwd: project.path('app'), ...changes }).of(file);
}

// Packages that are installed are in no git repository.
const isInstalled = (file: string): boolean => file.startsWith('node_modules/');

test.each(Object.entries(DEPENDS))('it depends on %s', (_, given) => {
  const made = projectOf(given);
  const before = reached(made);
  expect(reached(made)).toEqual(before);
  expect(before.changed).toBe(false);
  made.project.write(made.at(given.changed), `${made.project.read(made.at(given.changed))}\n`);
  expect(reached(made).fingerprint).not.toBe(before.fingerprint);
});

const PRECISE = Object.entries(DEPENDS).filter(([, { isCoarse, changed }]) => !isCoarse && !isInstalled(changed));

test.each(PRECISE)('of what has changed it depends on %s alone', (_, given) => {
  const made = projectOf(given);
  const before = reached(made);
  made.project.write(made.at('src/other.ts'), 'export const other = 1;');
  expect(reached(made)).toEqual(before);
  expect(reached(made, given.changed).changed).toBe(true);
  expect(reached(made, 'src/other.ts').changed).toBe(false);
});

test.each([
  ['a file that takes the place of another', 'src/a.ts', { 'src/a/index.ts': '' }],
  ['a declaration file', 'src/a.d.ts', {}],
  ['a package', 'node_modules/a/package.json', {}],
  ['a tsconfig nearer by', 'src/tsconfig.json', {}],
])('it depends on %s that comes, and goes', (_, added, files: Files) => {
  const made = projectOf({ show: "import './a'; import 'a'", files, changed: added });
  const before = reached(made);
  made.project.write(made.at(added), 'export {}');
  expect(reached(made).fingerprint).not.toBe(before.fingerprint);
  rmSync(made.project.path(made.at(isInstalled(added) ? 'node_modules' : added)), { recursive: true });
  expect(reached(made).fingerprint).toBe(before.fingerprint);
  expect(reached(made, added).changed).toBe(!isInstalled(added));
});

test('a fingerprint is the same in another folder', () => {
  const given = { show: "import './a'", files: { 'src/a.ts': "import 'b'" }, changed: '' };
  expect(reached(projectOf(given))).toEqual(reached(projectOf(given)));
});

test('a Python module depends on all others of the repository, and on what it asks for', () => {
  const { project } = projectOf({ show: '', changed: '' });
  const file = { file: project.path('shop/views.py') };
  const of = (...changed: readonly string[]): Reached =>
    createReach([file], { cwd: project.path('shop'), changed: new Set(changed.map((name) => project.path(name))) }).of(
      file,
    );
  for (const name of ['.git/HEAD', 'shop/views.py', 'models/user.py', 'requirements.txt']) project.write(name, '');
  const before = of();
  for (const name of ['models/user.py', 'requirements.txt', 'shop/views.py']) {
    expect(of(name).changed).toBe(true);
    project.write(name, `# ${name}`);
    expect(of().fingerprint).not.toBe(before.fingerprint);
    project.write(name, '');
    expect(of()).toEqual(before);
  }
  project.write('models/order.py', '');
  expect(of().fingerprint).not.toBe(before.fingerprint);
});

test('nodes of one cycle have one summary, and a long way is no matter', () => {
  const edges: Readonly<Record<string, readonly string[]>> = { a: ['b'], b: ['c', 'd'], c: ['a'], d: [], e: ['d'] };
  const summary = summarize((id) => ({ own: id, changed: id === 'c', leadsTo: edges[id] ?? [] }));
  expect(summary('a')).toEqual(summary('b'));
  expect(summary('b')).toEqual(summary('c'));
  expect(summary('a').changed).toBe(true);
  expect(summary('d').changed).toBe(false);
  expect(summary('e').hash).not.toBe(summary('d').hash);
  const long = summarize((id) => ({
    own: '',
    changed: id === '50000',
    leadsTo: [String(Number(id) + 1)].slice(Number(id) / 50000),
  }));
  expect(long('0').changed).toBe(true);
});
