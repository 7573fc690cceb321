"""What functions of a module give, for a row that is there and for one that is not."""

import importlib
import inspect
import pathlib

import bookshop_settings
import threads


async def outcomes(name, text, functions):
    """By function: what a call gives, and what one gives that finds nothing."""
    pathlib.Path(f"/site/bookshop/refactorings/{name}.py").write_text(text)
    importlib.invalidate_caches()
    module = importlib.import_module(f"bookshop.refactorings.{name}")
    found = {}
    for function in functions:
        found[function] = [
            await outcome(getattr(module, function), pk, title) for pk, title in ((1, "Indiana"), (99, "Lelia"))
        ]
    return found


async def outcome(function, pk, title):
    from bookshop.models import Author, Book
    from django.test import RequestFactory

    threads.without_loop(bookshop_settings.reset)
    given = {"request": RequestFactory().get("/"), "pk": pk, "title": title, "author": Author(pk=pk)}
    arguments = [given[name] for name in inspect.signature(function).parameters]
    try:
        if inspect.iscoroutinefunction(function):
            result = await function(*arguments)
        else:
            result = threads.without_loop(function, *arguments)
    except Exception as error:
        return type(error).__name__
    content = getattr(result, "content", None)
    left = threads.without_loop(lambda: sorted(Book.objects.values_list("title", flat=True)))
    shown = repr(result) if content is None else content.decode()
    return f"{shown}, and left {left}"
