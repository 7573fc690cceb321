/** Python files in an editor: hints and findings. */
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver/node';
import { temporaryProject } from '../cli/temporaryProject.ts';
import { startEditor } from './editor.ts';

const MODELS = `from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=100)
`;
const VIEWS = `from .models import Book


async def first(request):
    book = Book.objects.filter(title="x").first()
    return book
`;

test('labels, and findings, from file to file and from edit to edit', async () => {
  const { folder } = temporaryProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS });
  const editor = await startEditor({ folder });
  const document = await editor.open(VIEWS, { file: 'shop/views.py', languageId: 'python' });
  expect(await document.withHints()).toContain('.filter(title="x")‹lazy›.first()‹blocking›');
  expect((await document.diagnostics()).map(({ code }) => code)).toEqual(['no-blocking-query']);
  await document.edit('title="x"', 'title="y"');
  expect(await document.withHints()).toContain('.filter(title="y")‹lazy›.first()‹blocking›');
});

test('the cells of a notebook are let alone, and do not disturb the files', async () => {
  const { folder } = temporaryProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS });
  const editor = await startEditor({ folder });
  const uri = `vscode-notebook-cell:${folder}/shop/books.ipynb#W0sZmlsZQ%3D%3D`;
  const python = await editor.open(VIEWS, { uri, languageId: 'python' });
  const typescript = await editor.open("import { db } from './db';\ndb.x();\n", {
    uri: `${uri}2`,
    languageId: 'typescript',
  });
  expect(await python.hints()).toEqual([]);
  expect(await python.diagnostics()).toEqual([]);
  expect(await typescript.hints()).toEqual([]);
  await python.edit('title="x"', 'title="y"');
  const document = await editor.open(VIEWS, { file: 'shop/views.py', languageId: 'python' });
  expect(await document.withHints()).toContain('.filter(title="x")‹lazy›.first()‹blocking›');
});

test('the version that a manifest asks for is told, and followed when that changes', async () => {
  const project = temporaryProject({
    'requirements.txt': 'Django==4.1.13\n',
    'shop/__init__.py': '',
    'shop/models.py': MODELS,
  });
  const editor = await startEditor({ folder: project.folder });
  const text = 'from .models import Book\n\n\nasync def kept(book: Book):\n    book.save()\n';
  const document = await editor.open(text, { file: 'shop/views.py', languageId: 'python' });
  expect((await document.diagnostics()).map(({ message }) => message)[0]).toContain('Use `sync_to_async(...)`');
  await editor.until(({ statuses }) => statuses.at(-1)?.versions?.[0]?.version === '4.1.13');
  project.write('requirements.txt', 'Django==5.2.1\n');
  const uri = pathToFileURL(project.path('requirements.txt')).href;
  await editor.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri, type: FileChangeType.Changed }],
  });
  expect((await document.diagnostics()).map(({ message }) => message)[0]).toContain('Use `asave()`');
});
