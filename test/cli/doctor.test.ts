/** `query-lens doctor` and `query-lens init`: what was found, why a file has no labels, a configuration to start from. */
import { mkdirSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { queryLens } from './queryLens.ts';
import { ACME, DB, REPOSITORY, temporaryProject } from './temporaryProject.ts';
import type { TemporaryProject } from './temporaryProject.ts';

const doctor = async (project: TemporaryProject, ...args: readonly string[]): Promise<string> =>
  (await queryLens(['doctor', ...args], { cwd: project.folder })).stdout;

const PLAIN = 'export const one = 1;\n';

/** Takes the installed packages away, and puts a pretended one in their place. */
function pretendInstalled(project: TemporaryProject, name: string, version: string): void {
  rmSync(project.path('node_modules'));
  project.write(`node_modules/${name}/package.json`, JSON.stringify({ name, version }));
}

test('each project is told with its configuration, its packages and how many files have labels', async () => {
  const project = temporaryProject({
    'package.json': '{ "type": "module", "dependencies": { "kysely": "*" } }',
    'querylens.json': '{ "ignore": ["src/old.ts"] }',
    'src/db.ts': DB,
    'src/users.ts': "import { db } from './db.js';\n\nexport const users = () => db.selectFrom('users');\n",
    'src/old.ts': PLAIN,
    'tools/tsconfig.json': '{}',
    'tools/run.ts': PLAIN,
  });
  const [root = '', tools = ''] = (await doctor(project)).split('\n\n');
  expect(root).toMatch(/^tsconfig\.json\n {2}configuration: querylens\.json\n {2}packages: .*\bkysely \d+\.\d+/);
  expect(root).toMatch(
    /source files: 3, of which the configuration ignores 1\n {2}with labelled calls: 1 \(Kysely in 1\)\n {2}import a library and have none: src\/db\.ts \(/,
  );
  expect(tools).toMatch(/^tools\/tsconfig\.json\n[^]*source files: 1\n {2}with labelled calls: none$/);
});

test('files that import a library and have no labels are named, and problems of the tsconfig are told', async () => {
  const type = "import type { Kysely } from 'kysely';\n";
  const project = temporaryProject({
    'tsconfig.json': '{ "extends": "./none.json", "include": ["src"] }',
    'src/a.ts': `${type}\nexport type Db = Kysely<object>;\n`,
    'src/b.ts': `${type}\nexport const one = (db: Kysely<any>) => db.selectFrom('users').execute();\n`,
    'src/plain.ts': PLAIN,
    'more/c.ts': type,
    'more/d.ts': type,
    'more/e.ts': type,
  });
  const said = await doctor(project);
  expect(said).toMatch(/^problem: .*\/tsconfig\.json extends \.\/none\.json, which does not exist/m);
  expect(said).toContain(`  with labelled calls: 1 (Kysely in 1)
  import a library and have none: more/c.ts, more/d.ts, more/e.ts, 1 more ("query-lens doctor <file>" says why)
`);
  const one = await doctor(project, 'more/c.ts');
  expect(one).toMatch(/^tsconfig: tsconfig\.json \(which does not list the file\)\nproblem: .*none\.json/);
  expect(await doctor(project, 'src/b.ts')).toMatch(
    /^tsconfig: tsconfig\.json\nproblem: [^]*^labels: 2 \(Kysely 2\)$/m,
  );
});

test('of a file that only a tsconfig referred to lists, both are named', async () => {
  const project = temporaryProject({
    'tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
    'tsconfig.app.json': '{ "include": ["src"] }',
    'src/a.ts': PLAIN,
  });
  expect(await doctor(project, 'src/a.ts')).toMatch(
    /^tsconfig: tsconfig\.json \(which refers to tsconfig\.app\.json, which lists the file\)\n/,
  );
});

test('a package that is not installed, and one of a version that the catalog does not know, are said to be', async () => {
  const project = temporaryProject({
    'package.json': '{ "devDependencies": { "kysely": "^0.28.0", "better-sqlite3": "^5.0.0", "left-pad": "1" } }',
    'src/a.ts': PLAIN,
  });
  pretendInstalled(project, 'better-sqlite3', '5.4.0');
  const said = await doctor(project);
  expect(said).toContain('kysely ^0.28.0 (in package.json, not installed)');
  expect(said).toMatch(/better-sqlite3 5\.4\.0 \(the catalog knows >=7/);
  expect(said).not.toContain('left-pad');
});

test('without a project and without a library it says so', async () => {
  const project = temporaryProject({ 'src/a.ts': PLAIN });
  rmSync(project.path('node_modules'));
  rmSync(project.path('tsconfig.json'));
  expect(await doctor(project)).toBe(`No tsconfig.json
  configuration: none
  packages: none that Query Lens knows ("query-lens methods" lists them)
  source files: 1
  with labelled calls: none

`);
});

test('of a file it says how many labels it has', async () => {
  const project = temporaryProject({
    'src/db.ts': DB,
    'src/repository.ts': REPOSITORY,
    'acme.json': ACME,
    'querylens.json': '{ "catalogs": ["acme.json"] }',
  });
  expect(await doctor(project, 'src/repository.ts')).toBe(
    'tsconfig: tsconfig.json\nconfiguration: querylens.json\nlabels: 3 (Kysely 3)\n',
  );
});

test.each([
  ['it imports nothing', PLAIN, /^labels: none\. The file imports nothing/m],
  ['no library is reached', "import './b.js';\n", /^labels: none\. Nothing that the file imports was seen to lead/m],
  [
    'none of its calls is one',
    "import type { Kysely } from 'kysely';\n",
    /imports Kysely and makes no call that a catalog/,
  ],
  [
    'a package is missing',
    "import { x } from '@acme/db/client';\nimport '@alias/db';\nimport 'node:fs';\n",
    /In package\.json, but not installed: @acme\/db\. A class/,
  ],
  ['a comment only speaks of an import', "// import { db } from 'kysely';\n", /imports nothing/],
])('of a file without labels it says why: %s', async (_, text, why) => {
  const project = temporaryProject({
    'package.json': '{ "type": "module", "dependencies": { "@acme/db": "1", "kysely": "*" } }',
    'src/a.ts': text,
    'src/b.ts': PLAIN,
  });
  const said = await doctor(project, 'src/a.ts');
  expect(said).toMatch(why);
  expect(said).toMatch(/^tsconfig: tsconfig\.json\nconfiguration: none above the file\n/);
});

test('of a file that is no source code, or that the configuration ignores, it says that', async () => {
  const project = temporaryProject({ 'src/a.ts': PLAIN, 'querylens.json': '{ "ignore": ["src"] }' });
  expect(await doctor(project, 'package.json')).toMatch(/^labels: none, since only TypeScript, JavaScript and Python/);
  expect(await doctor(project, 'src/a.ts')).toContain('findings: none, since the configuration ignores the file.');
});

test.each([
  ['a file that is not there', 'src/none.ts', 'There is no file src/none.ts'],
  ['a folder', 'src', 'src is a folder'],
])('%s ends it with what to do', async (_, target, message) => {
  const project = temporaryProject({ 'src/a.ts': PLAIN });
  const { stdout, stderr, exitCode } = await queryLens(['doctor', target], { cwd: project.folder });
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
});

test('a mistake in the configuration is told with its place', async () => {
  const { folder } = temporaryProject({ 'src/a.ts': PLAIN, 'querylens.json': '{ "rule": {} }' });
  const { stderr, exitCode } = await queryLens(['doctor'], { cwd: folder });
  expect(stderr).toMatch(/^querylens\.json:1:3: Unknown field/);
  expect(exitCode).toBe(2);
});

test('init writes a configuration that is sound and changes nothing', async () => {
  const project = temporaryProject({ 'src/db.ts': DB });
  const { stdout, exitCode } = await queryLens(['init'], { cwd: project.folder });
  expect(stdout).toMatch(/^Wrote querylens\.json\./);
  expect(exitCode).toBe(0);
  expect(project.read('querylens.json')).not.toContain('$schema');
  const checked = await queryLens(['check'], { cwd: project.folder });
  expect(checked.stderr).toBe('');
  expect(checked.exitCode).toBe(0);
});

test('init names the schema where the package has it', async () => {
  const project = temporaryProject({});
  rmSync(project.path('node_modules'));
  mkdirSync(project.path('node_modules/query-lens/schemas'), { recursive: true });
  project.write('node_modules/query-lens/schemas/querylens.schema.json', '{}');
  await queryLens(['init'], { cwd: project.folder });
  expect(project.read('querylens.json')).toContain(
    '"$schema": "./node_modules/query-lens/schemas/querylens.schema.json",',
  );
});

test('init leaves a configuration that is there as it is', async () => {
  const project = temporaryProject({ 'querylens.json': '{}' });
  const { stdout, stderr, exitCode } = await queryLens(['init'], { cwd: project.folder });
  expect(stderr).toBe('query-lens: querylens.json is there already; nothing was written.\n');
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
  expect(project.read('querylens.json')).toBe('{}');
});

test('of a Django project it tells the version, the files with labels, and why a file has none', async () => {
  const project = temporaryProject({
    'manage.py': '',
    'requirements.txt': 'django-filter==24.1\nDjango>=4.2,<5.0\n',
    'shop/models.py': 'from django.db import models\n\n\nclass Book(models.Model):\n    title = models.TextField()\n',
    'shop/views.py': 'from .models import Book\n\n\ndef first():\n    return Book.objects.first()\n',
  });
  rmSync(project.path('tsconfig.json'));
  expect(await doctor(project)).toBe(`Python
  configuration: none
  packages: Django >=4.2,<5.0 (in requirements.txt, not installed, labelled as 4.2)
  source files: 3
  with labelled calls: 1 (Django in 1)
  import a library and have none: shop/models.py ("query-lens doctor <file>" says why)

`);
  expect(await doctor(project, 'shop/models.py')).toBe(
    `packages: Django >=4.2,<5.0 (in requirements.txt, not installed, labelled as 4.2)
configuration: none above the file
labels: none. The file imports Django and makes no call that a catalog speaks of.
`,
  );
  project.write('.venv/lib/python3.12/site-packages/django-3.2.25.dist-info/METADATA', '');
  expect(await doctor(project)).toContain('packages: Django 3.2.25 (the catalog knows >=4.1');
});
