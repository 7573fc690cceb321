/** Python as it is while people type it, and as few write it: nothing throws, and what can be told is told. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from '../../server/src/features/findings.ts';
import { createCatalogSet } from '../../server/src/catalogs/catalogSet.ts';
import { builtInCatalogs } from '../../server/src/catalogs/index.ts';
import { inRange } from '../../server/src/languages/typescript/installedVersions.ts';
import { createWorkspace, type Workspace } from '../../server/src/project/workspace.ts';

const DJANGO = path.join(import.meta.dirname, '../fixtures/django');
const MODELS = readFileSync(path.join(DJANGO, 'models.py'), 'utf8');
const catalogs = createCatalogSet(builtInCatalogs, inRange);
const FILES: Readonly<Record<string, string>> = {
  'manage.py': '',
  'shop/__init__.py': 'from .models import *\n',
  'shop/models.py': MODELS,
  'store/__init__.py': '',
  'store/models.py': MODELS,
  'loop/first.py': 'from .second import Book\nfrom .second import other\n',
  'loop/second.py': 'from .first import other\nfrom .first import Book\n',
};
let folder = '';
let workspace: Workspace;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'python-')));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  workspace = createWorkspace({ catalogs, cwd: folder });
});
afterAll(async () => {
  await workspace.dispose();
  rmSync(folder, { recursive: true });
});

async function labels(text: string, name = 'shop/views.py'): Promise<readonly string[]> {
  const file = `${folder}/${name}`;
  workspace.open(file, text);
  const analysis = await workspace.analyze(file);
  workspace.close(file);
  if (!analysis) throw new Error('not analysed');
  findings(analysis, {});
  return analysis.facts.calls.map((call) => `${call.method} ${analysis.labels[call.id]?.label ?? ''}`);
}

const fixtures = ['labels', 'rules', 'quickfixes'].flatMap((facet) =>
  readdirSync(path.join(DJANGO, facet)).map((name) => `${facet}/${name}`),
);

test.each(fixtures)('half of %s is read, wherever it ends', async (name) => {
  const text = readFileSync(path.join(DJANGO, name), 'utf8').replace('..models', 'shop.models');
  for (let end = 0; end < text.length; end += 37) await labels(text.slice(0, end));
  expect((await labels(text)).length).toBeGreaterThan(0);
});

test.each([
  ['a star import', 'from shop import *\nx = Book.objects.first()\n'],
  ['an import of a module', 'import store.models\nx = store.models.Book.objects.first()\n'],
  ['an import that is given another name', 'from store import models as m\nx = m.Book.objects.first()\n'],
  ['tabs', 'from shop.models import Book\ndef f():\n\tif 1:\n\t\treturn Book.objects.first()\n'],
  ['Windows line ends', 'from shop.models import Book\r\ndef f():\r\n    return Book.objects.first()\r\n'],
  [
    'generic syntax',
    'from shop.models import Book\ndef f[T: int = int](x: T) -> T:\n    return Book.objects.first()\n',
  ],
  [
    'decorators',
    'from shop.models import Book\n@a\n@b.c(1)\nclass V[T]:\n    @d\n    def f(self):\n        Book.objects.first()\n',
  ],
  ['type: ignore', 'from shop.models import Book  # type: ignore\nx = Book.objects.first()  # type: ignore[attr]\n'],
  [
    'a match statement',
    'from shop.models import Book\nmatch 1:\n    case int(x) if x:\n        Book.objects.first()\n',
  ],
  ['an emoji before it', 'from shop.models import Book\nx = "🐍", Book.objects.first()\n'],
])('%s does no harm', async (_, text) => {
  expect(await labels(text)).toEqual(['first blocking']);
});

test('modules that import each other in a circle end', async () => {
  expect(await labels('from loop.first import Book, other\nx = Book.objects.first()\nother.all()\n')).toEqual([]);
});

test('a class that derives from itself ends', async () => {
  const text = 'from django.db import models\nclass A(B): pass\nclass B(A): pass\nx = A.objects.first()\n';
  expect(await labels(text)).toEqual([]);
});

test('ten thousand lines of models do', async () => {
  const one = (n: number): string => `class M${n}(models.Model):\n    a = models.ForeignKey("M${n - 1}", 1)\n\n\n`;
  const many = `from django.db import models\n${Array.from({ length: 2500 }, (_, n) => one(n)).join('')}`;
  expect(await labels(`${many}x = M2499.objects.get(pk=1)\ny = x.a.a_id\n`)).toEqual([
    'get blocking',
    '__get__ blocking',
  ]);
});

test('a helper that refines its query in many branches ends', async () => {
  const branches = Array.from({ length: 60 }, (_, n) => `    if a[${n}]:\n        query = query.filter(a=${n})\n`).join(
    '',
  );
  const helper = `from shop.models import Book\ndef refine(query, a):\n${branches}    return query\n`;
  const found = await labels(`${helper}x = refine(Book.objects.all(), a).first()\n`);
  expect(found.at(-1)).toBe('first blocking');
});

test('a file without Django is left alone', async () => {
  expect(await labels('x = {}\nx.get(1)\nx.update({})\nfor a in x.values(): pass\n')).toEqual([]);
});

/** The labels and what is proposed, with the Django that a manifest pins. */
async function proposedWith(pin: string, text: string): Promise<readonly string[]> {
  const project = `${folder}/pinned-${pin}`;
  mkdirSync(project);
  writeFileSync(`${project}/requirements.txt`, `Django==${pin}\n`);
  writeFileSync(`${project}/models.py`, MODELS);
  const file = `${project}/views.py`;
  writeFileSync(file, text);
  const analysis = await workspace.analyze(file);
  expect(analysis?.facts.versions).toEqual({ django: pin });
  return analysis
    ? findings(analysis, {}).map(({ message }) => /Use `(.*?)`|(sync_to_async)/.exec(message)?.[0] ?? '')
    : [];
}

test.each([
  ['4.1.13', ['Use `sync_to_async(...)`', 'Use `sync_to_async(...)`', 'sync_to_async', 'sync_to_async']],
  ['4.2.30', ['Use `asave()`', 'Use `sync_to_async(...)`', 'sync_to_async', 'sync_to_async']],
  ['5.1.2', ['Use `asave()`', 'Use `aget_object_or_404()`', 'Use `auser()`', 'Use `ahas_key()`']],
])('with Django %s what is proposed is in it', async (pin, proposed) => {
  const text = `from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from models import Book
async def view(request: HttpRequest):
    await Book().asave()
    Book().save()
    get_object_or_404(Book, pk=1)
async def profile(request: HttpRequest):
    return request.user.email
async def basket(request: HttpRequest):
    return "basket" in request.session
`;
  expect(await proposedWith(pin, text)).toEqual(proposed);
});

test('where a middleware puts the user on the request, reading it is let alone', async () => {
  const project = `${folder}/middleware`;
  mkdirSync(project);
  writeFileSync(`${project}/manage.py`, '');
  writeFileSync(
    `${project}/views.py`,
    'from django.http import HttpRequest\nasync def view(request: HttpRequest):\n    return request.user.email\n',
  );
  const own = createWorkspace({ catalogs, cwd: project });
  const count = async (): Promise<number | undefined> => (await own.analyze(`${project}/views.py`))?.facts.calls.length;
  expect(await count()).toBe(1);
  const file = `${project}/middleware.py`;
  writeFileSync(file, 'def middleware(request):\n    request.user = get_user(request)\n');
  own.changed({ created: [file], changed: [], deleted: [] });
  expect(await count()).toBe(0);
  await own.dispose();
});
