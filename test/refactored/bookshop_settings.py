"""A bookshop on Django with the models of the fixtures, and a database that is the same before every call."""

import os
import pathlib
import sqlite3

import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "bookshop"],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.locmem.Loader",
                        {"books.html": "{{ count }}: {% for book in books %}{{ book.title }} {% endfor %}"},
                    )
                ]
            },
        }
    ],
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="for the tests alone",
)


def start(models):
    """Makes the application out of the text of its models."""
    package = pathlib.Path("/site/bookshop")
    for folder in (package, package / "refactorings"):
        os.makedirs(folder, exist_ok=True)
        (folder / "__init__.py").write_text("")
    (package / "models.py").write_text(models)
    django.setup()


template = sqlite3.connect(":memory:")


def fill():
    """The rows that every call finds."""
    from bookshop.models import Author, Book, Country, Review
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", run_syncdb=True, verbosity=0)
    france = Country.objects.create(pk=1, name="France")
    author = Author.objects.create(pk=1, name="Sand", country=france, user=User.objects.create(pk=1, username="sand"))
    for pk, title in ((1, "Indiana"), (2, "Consuelo")):
        book = Book.objects.create(pk=pk, title=title, author=author, published=True)
        Review.objects.create(pk=pk, book=book, stars=pk)
    connection.connection.backup(template)


def reset():
    from django.core.cache import cache
    from django.db import connection

    cache.clear()
    template.backup(connection.connection)
