"""A bookshop's database, the same before every call, and a tap on what is sent to it."""

import sqlite3

import django
from django.conf import settings

APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "shop"]

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=APPS,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
    TIME_ZONE="UTC",
    EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    SECRET_KEY="for the proof alone",
    ALLOWED_HOSTS=["*"],
    CACHES={"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cached"}},
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher", "hashers.OutOfDate"],
)
django.setup()

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from shop.models import Author, Book, Tag

#: What has been sent since the last `log.clear()`.
log = []
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
SESSION_KEY = "a" * 32
template = sqlite3.connect(":memory:")


def tap(execute, sql, params, many, context):
    log.append(sql)
    return execute(sql, params, many, context)


def traced(sql):
    """The driver commits by itself: no wrapper sees that."""
    if sql.upper().startswith(CONTROL) and sql not in log[-1:]:
        log.append(sql)


def build():
    with connection.schema_editor() as editor:
        for model in (ContentType, Permission, Group, User, Session, Author, Tag, Book):
            editor.create_model(model)
    call_command("createcachetable", verbosity=0)
    austen = Author.objects.create(name="Austen")
    poe = Author.objects.create(name="Poe")
    tag = Tag.objects.create(name="novel")
    Tag.objects.create(name="tale")
    for title, author in (("Emma", austen), ("Persuasion", austen), ("The Raven", poe)):
        book = Book.objects.create(title=title, author=author, published="2020-01-02", printed="2020-01-02T03:04:05Z")
        book.tags.add(tag)
    user = User.objects.create(username="ann", email="ann@example.org")
    # A hash that is out of date: checking the password saves the user.
    user.password = make_password("secret", hasher="out_of_date")
    user.save()
    session = SessionStore()
    session["basket"] = 1
    session["testcookie"] = "worked"
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session._session_key = SESSION_KEY
    session.save(must_create=True)
    cache.set_many({"a": 1, "b": 2})
    connection.connection.backup(template)
    connection.connection.set_trace_callback(traced)
    connection.execute_wrappers.append(tap)


def fresh():
    """The database as it was built, outside any transaction."""
    if connection.connection.in_transaction:
        connection.connection.rollback()
    connection.in_atomic_block = False
    connection.needs_rollback = False
    connection.savepoint_ids = []
    connection.run_on_commit = []
    connection.set_autocommit(True)
    ContentType.objects.clear_cache()
    template.backup(connection.connection)
