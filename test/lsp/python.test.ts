/** Python files in an editor: hints and findings. */
import { expect, test } from 'vitest';
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
