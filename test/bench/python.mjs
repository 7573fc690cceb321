/** Measures a Django project of 2,000 files: the first hint, the hints after an edit, and a whole check. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { timeEdits, timeFirstHint } from './editing.mjs';
import { measure } from './processTree.mjs';

const APPS = 500;
const FILES_PER_APP = 4;
const EDITS = 200;
const BUDGETS = { hintsAfterEditMs: 50, filesPerSecond: 500 };

const models = (app) => `from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=100)


class Book(models.Model):
    title = models.CharField(max_length=100)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books${app}")
    published = models.BooleanField(default=False)

    def rename(self, title):
        self.title = title
        self.save()
`;

const views = (app) => `from django.shortcuts import get_object_or_404, render

from app${Math.max(0, app - 1)}.models import Author
from .models import Book


${Array.from(
  { length: 12 },
  (_, n) => `def view${n}(request, pk):
    books = Book.objects.filter(published=True).select_related("author").order_by("title")
    if request.GET.get("q"):
        books = books.filter(title__icontains=request.GET["q"])
    author = get_object_or_404(Author, pk=pk)
    names = [book.author.name for book in books[:20]]
    return render(request, "list.html", {"books": books, "names": names, "author": author, "n": books.count()})
`,
).join('\n\n')}`;

const forms = `class Form:
    def clean(self, value):
        return value.strip()
`;

function generate(folder) {
  rmSync(folder, { recursive: true, force: true });
  const write = (name, text) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  write('manage.py', '');
  for (let app = 0; app < APPS; app++) {
    write(`app${app}/__init__.py`, '');
    write(`app${app}/models.py`, models(app));
    write(`app${app}/views.py`, views(app));
    write(`app${app}/forms.py`, forms);
  }
}

export async function benchPython(root) {
  const folder = path.join(root, '.cache/bench/django');
  generate(folder);
  const server = path.join(root, 'dist/server.js');
  const modules = [250, 499].map((app) => ({ kind: 'django', file: `app${app}/views.py` }));
  const first = await timeFirstHint(server, folder, modules[0]);
  const { times, bytes } = await timeEdits(server, folder, modules, EDITS);
  const p95 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)];
  const check = await measure([path.join(root, 'dist/cli.js'), 'check'], { cwd: folder, accepted: [0, 1] });
  const files = APPS * FILES_PER_APP;
  const perSecond = Math.round(files / (check.ms / 1000));
  const held = (isHeld) => (isHeld ? 'held' : 'not held');
  console.log(`Django, ${files} files
  first hint, from the start of the server   ${first.fromStart.toFixed(0)} ms
  hints after an edit, p95                   ${p95.toFixed(1)} ms (under ${BUDGETS.hintsAfterEditMs}: ${held(p95 < BUDGETS.hintsAfterEditMs)})
  memory of the server                       ${(bytes / 2 ** 20).toFixed(0)} MB
  check                                      ${perSecond} files a second (${BUDGETS.filesPerSecond}: ${held(perSecond >= BUDGETS.filesPerSecond)}); reading a
                                             text with tree-sitter takes about half of it`);
}
