"""A value of each type of the catalog, and how to call the methods that want arguments."""

from types import SimpleNamespace

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core import paginator
from django.core.cache import cache, caches
from django.db import connection, connections, models, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.forms import modelform_factory
from django.test import RequestFactory
from shop.models import Author, Book, Tag
from world import SESSION_KEY

BookForm = modelform_factory(Book, fields=["title", "author"])


def session():
    return SessionStore(session_key=SESSION_KEY)


def request():
    made = RequestFactory().get("/")
    made.session = session()
    AuthenticationMiddleware(lambda _request: None).process_request(made)
    return made


def request_of_known_user():
    made = request()
    assert made.user.pk == 1
    return made


def form():
    return BookForm({"title": "Emma", "author": 1}, instance=None)


def checked_form():
    made = BookForm({"title": "Sanditon", "author": 1})
    assert made.is_valid()
    return made


def signal():
    made = Signal()
    made.connect(receive, weak=False)
    return made


def receive(**_kwargs):
    return Book.objects.count()


def begun():
    """A transaction that is open, with a statement in it."""
    transaction.set_autocommit(False)
    Book.objects.update(pages=2)


def in_block():
    """The body of a transaction, as `with transaction.atomic()` opens it."""
    transaction.atomic().__enter__()
    return SimpleNamespace(savepoint=transaction.savepoint())


def executed():
    cursor = connection.cursor()
    cursor.execute("SELECT id FROM shop_book")
    return cursor


def entered():
    block = transaction.atomic()
    block.__enter__()
    return block


#: By type, what makes a value of it.
RECEIVERS = {
    "QuerySet": lambda: Book.objects.order_by("id"),
    "RawQuerySet": lambda: Book.objects.raw("SELECT * FROM shop_book"),
    "Manager": lambda: Book.objects,
    "RelatedManager": lambda: Author.objects.get(pk=1).books,
    "Model": lambda: Book.objects.get(pk=1),
    "ForwardRelation": lambda: Book.objects.get(pk=1),
    "Atomic": lambda: transaction.atomic(),
    "Cache": lambda: cache,
    "Caches": lambda: caches,
    "Session": session,
    "HttpRequest": request,
    "RequestUser": request,
    "User": lambda: User.objects.get(pk=1),
    "UserManager": lambda: User.objects,
    "Signal": signal,
    "Connection": lambda: connection,
    "Connections": lambda: connections,
    "Cursor": lambda: connection.cursor(),
    "ModelForm": form,
    "Paginator": lambda: paginator.Paginator(Book.objects.order_by("id"), 2),
    "AsyncPaginator": lambda: paginator.AsyncPaginator(Book.objects.order_by("id"), 2),
}

#: Where a method wants another value to be called on than its type's.
ON = {
    "QuerySet.in_bulk": lambda: Book.objects.all(),
    "RelatedManager.remove": lambda: Book.objects.get(pk=1).tags,
    "RelatedManager.aremove": lambda: Book.objects.get(pk=1).tags,
    "Atomic.__exit__": entered,
    "Cursor.fetchone": executed,
    "Cursor.fetchmany": executed,
    "Cursor.fetchall": executed,
    "ModelForm.save": checked_form,
    "ModelForm.validate_unique": checked_form,
    "commit": begun,
    "rollback": begun,
    "savepoint": entered,
    "savepoint_commit": in_block,
    "savepoint_rollback": in_block,
    "get_rollback": entered,
    "set_rollback": entered,
    "clean_savepoints": entered,
    "QuerySet.union": lambda: Book.objects.all(),
    "QuerySet.intersection": lambda: Book.objects.all(),
    "QuerySet.difference": lambda: Book.objects.all(),
}


def both(table):
    """The same arguments for the variant that begins with `a`."""
    return table | {f"a{name}": arguments for name, arguments in table.items()}


def arguments(*args, **kwargs):
    return lambda: (args, kwargs)


#: By type, then by method: arguments, made anew for each call. What is not named is called without any.
QUERIES = both(
    {
        "get": arguments(title="Emma"),
        "create": lambda: ((), {"title": "Sanditon"}),
        "get_or_create": arguments(title="Emma"),
        "update_or_create": arguments(title="Emma", defaults={"pages": 3}),
        "bulk_create": lambda: (([Book(title="Sanditon")],), {}),
        "bulk_update": lambda: (([Book(pk=1, pages=4)], ["pages"]), {}),
        "latest": arguments("published"),
        "earliest": arguments("published"),
        "aggregate": arguments(total=models.Sum("pages")),
        "contains": lambda: ((Book(pk=1),), {}),
        "update": arguments(pages=5),
    }
) | {
    "filter": arguments(title="Emma"),
    "exclude": arguments(title="Emma"),
    "annotate": arguments(more=models.F("pages") + 1),
    "alias": arguments(more=models.F("pages") + 1),
    "order_by": arguments("title"),
    "values_list": arguments("title"),
    "dates": arguments("published", "year"),
    "datetimes": arguments("printed", "year"),
    "union": lambda: ((Book.objects.all(),), {}),
    "intersection": lambda: ((Book.objects.all(),), {}),
    "difference": lambda: ((Book.objects.all(),), {}),
    "select_related": arguments("author"),
    "prefetch_related": arguments("tags"),
    "extra": arguments(select={"one": "1"}),
    "defer": arguments("pages"),
    "only": arguments("title"),
    "using": arguments("default"),
    "complex_filter": lambda: ((Q(title="Emma"),), {}),
    "fetch_mode": lambda: ((models.FETCH_ONE,), {}),
    "raw": arguments("SELECT * FROM shop_book"),
    "iterator": arguments(chunk_size=2),
    "__contains__": lambda: ((Book(pk=1),), {}),
    "__getitem__": arguments(0),
    "__and__": lambda: ((Book.objects.order_by("id"),), {}),
    "__or__": lambda: ((Book.objects.order_by("id"),), {}),
    "__xor__": lambda: ((Book.objects.order_by("id"),), {}),
    "db_manager": arguments("default"),
    "from_queryset": lambda: ((models.QuerySet,), {}),
}
USERS = QUERIES | both(
    {
        "get": arguments(username="ann"),
        "create": arguments(username="bob"),
        "get_or_create": arguments(username="ann"),
        "update_or_create": arguments(username="ann", defaults={"first_name": "Ann"}),
        "bulk_create": lambda: (([User(username="bob")],), {}),
        "bulk_update": lambda: (([User(pk=1, first_name="Ann")], ["first_name"]), {}),
        "create_user": arguments("bob", password="secret"),
        "create_superuser": arguments("bob", password="secret"),
        "get_by_natural_key": arguments("ann"),
    }
) | {"with_perm": arguments("auth.add_user", backend="django.contrib.auth.backends.ModelBackend"), "normalize_email": arguments("Ann@Example.org")}
KEYS = both(
    {
        "get": arguments("a"),
        "set": arguments("a", 1),
        "add": arguments("c", 1),
        "get_or_set": arguments("a", 1),
        "get_many": arguments(["a"]),
        "set_many": arguments({"a": 1}),
        "delete": arguments("a"),
        "delete_many": arguments(["a"]),
        "touch": arguments("a"),
        "incr": arguments("a"),
        "decr": arguments("a"),
        "has_key": arguments("a"),
        "incr_version": arguments("a"),
        "decr_version": arguments("a", 1),
    }
) | {"__contains__": arguments("a")}
SESSION = both(
    {
        "get": arguments("basket"),
        "set": arguments("basket", 2),
        "pop": arguments("basket"),
        "setdefault": arguments("basket", 2),
        "update": arguments({"basket": 2}),
        "has_key": arguments("basket"),
        "set_expiry": arguments(300),
        "exists": arguments(SESSION_KEY),
    }
) | {
    "__getitem__": arguments("basket"),
    "__setitem__": arguments("basket", 2),
    "__delitem__": arguments("basket"),
    "__contains__": arguments("basket"),
    "encode": arguments({}),
    "decode": lambda: ((SessionStore().encode({}),), {}),
}
PERMISSIONS = both(
    {
        "has_perm": arguments("auth.add_user"),
        "has_perms": arguments(["auth.add_user"]),
        "has_module_perms": arguments("auth"),
        "check_password": arguments("secret"),
    }
) | {"set_password": arguments("other"), "email_user": arguments("Subject", "Text", "shop@example.org"), "normalize_username": arguments("ann")}
SIGNALS = both({"send": arguments(sender=None), "send_robust": arguments(sender=None)}) | {
    "connect": lambda: ((receive,), {}),
    "disconnect": lambda: ((receive,), {}),
}
PAGES = both({"page": arguments(1), "get_page": arguments(1), "validate_number": arguments(1)})

ARGUMENTS = {
    "QuerySet": QUERIES,
    "Manager": QUERIES,
    "RawQuerySet": {"prefetch_related": arguments("tags"), "using": arguments("default"), "__getitem__": arguments(0)},
    "RelatedManager": QUERIES
    | both({"add": lambda: ((Book.objects.get(pk=3),), {}), "set": lambda: (([Book.objects.get(pk=3)],), {}), "remove": lambda: ((Tag.objects.get(pk=1),), {})})
    | {"set": lambda: (([Book.objects.get(pk=3)],), {}), "aset": lambda: (([Book.objects.get(pk=3)],), {})},
    "Model": {"serializable_value": arguments("author"), "from_db": lambda: (("default", ["id"], [1]), {}), "save_base": arguments(force_update=True)},
    "User": PERMISSIONS | {"serializable_value": arguments("username"), "from_db": lambda: (("default", ["id"], [1]), {})},
    "UserManager": USERS,
    "Cache": KEYS,
    "Caches": {"__getitem__": arguments("default")},
    "Connections": {"__getitem__": arguments("default")},
    "Session": SESSION,
    "Signal": SIGNALS,
    "Connection": {"execute_wrapper": lambda: ((lambda *_args: None,), {})},
    "Cursor": {"execute": arguments("SELECT 1"), "executemany": arguments("UPDATE shop_book SET pages = %s", [[1], [2]])},
    "Atomic": {"__exit__": arguments(None, None, None)},
    "Paginator": PAGES,
    "AsyncPaginator": PAGES,
}


def attribute(name):
    """Reading an attribute is what calls the method."""
    return lambda value: getattr(value, name)


#: What Python calls by syntax that reads attributes.
READS = {"ForwardRelation.__get__": attribute("author"), "RequestUser.__getattr__": lambda value: value.user.is_authenticated}

#: The modules' functions, with their arguments; what they are called on is made before, and left to them.
FUNCTIONS = both(
    {
        "get_object_or_404": lambda _on: ((Book,), {"title": "Emma"}),
        "get_list_or_404": lambda _on: ((Book,), {"title": "Emma"}),
        "prefetch_related_objects": lambda on: ((on, "author"), {}),
        "authenticate": lambda _on: ((), {"username": "ann", "password": "secret"}),
        "login": lambda on: (on, {"backend": "django.contrib.auth.backends.ModelBackend"}),
        "logout": lambda on: (on[:1], {}),
        "get_user": lambda on: (on[:1], {}),
        "update_session_auth_hash": lambda on: (on, {}),
    }
) | {
    "on_commit": lambda _on: ((lambda: None,), {}),
    "savepoint_commit": lambda on: ((on.savepoint,), {}),
    "savepoint_rollback": lambda on: ((on.savepoint,), {}),
    "set_autocommit": lambda _on: ((True,), {}),
    "set_rollback": lambda _on: ((True,), {}),
}
for name in ("login", "logout", "get_user"):
    ON[name] = ON[f"a{name}"] = lambda: (request(), User.objects.get(pk=1))
# Before Django 6 the asynchronous function reads `request.user`, which has to have been fetched.
ON["update_session_auth_hash"] = ON["aupdate_session_auth_hash"] = lambda: (request_of_known_user(), User.objects.get(pk=1))
ON["prefetch_related_objects"] = ON["aprefetch_related_objects"] = lambda: list(Book.objects.all())

#: Blocking calls that Django does not refuse in asynchronous code, and why.
NOT_REFUSED = {
    "Cursor.execute": "The cursor was made outside; making one is what is refused.",
    "Cursor.executemany": "The cursor was made outside; making one is what is refused.",
    "Signal.send_robust": "The receiver is refused its query; its error comes back as its answer.",
}
