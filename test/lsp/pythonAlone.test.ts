/** Python files are answered without TypeScript, and those of a workspace without Django with nothing. */
import { expect, test } from 'vitest';
import { temporaryProject } from '../cli/temporaryProject.ts';
import { startEditor } from './editor.ts';

const MODELS = `from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=40)
`;
const VIEWS = `from .models import Book


async def first():
    return await Book.objects.filter(title="Emma").afirst()
`;

test('a Django file is labelled, and no process is started for it', async () => {
  const { folder } = temporaryProject({ 'manage.py': '', 'src/__init__.py': '', 'src/models.py': MODELS });
  const editor = await startEditor({ folder });
  const document = await editor.open(VIEWS, { file: 'src/views.py', languageId: 'python' });
  expect(await document.withHints()).toContain('.filter(title="Emma")‹lazy›.afirst()‹executing · awaited›');
  expect(editor.children()).toEqual([]);
});

test('a Python file of a workspace without Django has no labels and no findings, and starts nothing', async () => {
  const { folder } = temporaryProject({ 'requirements.txt': 'flask' });
  const editor = await startEditor({ folder });
  const text = 'def first(query):\n    return query.objects.filter(1).first()\n';
  const document = await editor.open(text, { file: 'src/views.py', languageId: 'python' });
  expect(await document.hints()).toEqual([]);
  expect(await document.findings()).toEqual([]);
  expect(editor.children()).toEqual([]);
});
