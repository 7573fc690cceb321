"""Runs the bookshop on Django with every call of it watched, and tells which of them sent which statements, and when."""

import ast
import importlib.util
import sys
from contextlib import contextmanager

from threads import without_loop

#: By place: how often it was reached, and what was sent there at once, at an await and on iteration.
calls = {}
unattributed = []
places = []
#: The places of the `with` statements that are being entered.
entering = []
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
REFUSED = "refused by Django"


@contextmanager
def at(place, phase):
    places.append((place, phase))
    try:
        yield
    finally:
        places.pop()


def tap(execute, sql, params, many, context):
    # What opens a transaction is the work of the `with`; what closes it belongs to no call.
    if entering or not sql.upper().startswith(CONTROL):
        note(sql)
    return execute(sql, params, many, context)


def note(sql):
    if places:
        place, phase = places[-1]
        calls[place][phase].append(sql)
    else:
        unattributed.append(sql)


def reach(place):
    entry = calls.setdefault(place, {"count": 0, "call": [], "await": [], "iteration": []})
    entry["count"] += 1


def made(place, make):
    """What is made here, at once; what Django refuses counts as sent."""
    from django.core.exceptions import SynchronousOnlyOperation

    reach(place)
    with at(place, "call"):
        try:
            return make()
        except SynchronousOnlyOperation as error:
            if not hasattr(error, "noted"):
                note(REFUSED)
            error.noted = True
            raise


def call(place, receiver, callee, *args, **kwargs):
    function = getattr(receiver, callee) if isinstance(callee, str) else callee
    return followed(place, made(place, lambda: function(*args, **kwargs)))


def followed(place, value):
    if hasattr(value, "__await__") and hasattr(value, "send"):
        return Awaited(place, value)
    if hasattr(value, "__next__") and hasattr(value, "send"):
        return stepped(place, value)
    return value


class Awaited:
    """A coroutine that runs in the context of the call that made it."""

    def __init__(self, place, coroutine):
        self.place, self.coroutine = place, coroutine

    def __await__(self):
        steps = self.coroutine.__await__()
        value = None
        while True:
            with at(self.place, "await"):
                try:
                    given = steps.send(value)
                except StopIteration as end:
                    return end.value
            value = yield given


def stepped(place, generator):
    while True:
        with at(place, "iteration"):
            try:
                row = next(generator)
            except StopIteration:
                return
        yield row


class Entered:
    """A context manager that is entered at the place of its `with`."""

    def __init__(self, place, manager):
        self.place, self.manager = place, manager

    def __enter__(self):
        entering.append(self.place)
        try:
            return made(self.place, self.manager.__enter__)
        finally:
            entering.pop()

    def __exit__(self, *error):
        return self.manager.__exit__(*error)


def iterated(place, rows):
    return made(place, lambda: iter(rows))


async def iterated_later(place, rows):
    reach(place)
    steps = aiter(rows)
    while True:
        with at(place, "iteration"):
            try:
                row = await anext(steps)
            except StopAsyncIteration:
                return
        yield row


class Watch(ast.NodeTransformer):
    """Names the place of each call, each loop and each attribute that is read."""

    def __init__(self, source):
        self.lines = source.split("\n")

    def visit_Call(self, node):
        function = node.func
        if isinstance(function, ast.Attribute):
            place = f"{function.end_lineno}:{function.end_col_offset - len(function.attr) + 1}"
            target = [self.visit(function.value), ast.Constant(function.attr)]
        else:
            place = f"{function.lineno}:{function.col_offset + 1}"
            target = [ast.Constant(None), function]
        args = [self.visit(argument) for argument in node.args]
        keywords = [ast.keyword(keyword.arg, self.visit(keyword.value)) for keyword in node.keywords]
        return ast.Call(ast.Name("__call", ast.Load()), [ast.Constant(place), *target, *args], keywords)

    def visit_Attribute(self, node):
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            return node
        place = ast.Constant(f"{node.end_lineno}:{node.end_col_offset - len(node.attr) + 1}")
        return ast.Call(ast.Name("__read", ast.Load()), [place, node.value, ast.Constant(node.attr)], [])

    def visit_With(self, node):
        self.generic_visit(node)
        place = ast.Constant(f"{node.lineno}:{node.col_offset + 1}")
        for item in node.items:
            item.context_expr = ast.Call(ast.Name("__entered", ast.Load()), [place, item.context_expr], [])
        return node

    def visit_For(self, node):
        return self.loop(node, "__iterated", node.lineno, node.col_offset)

    def visit_AsyncFor(self, node):
        return self.loop(node, "__iterated_later", node.lineno, node.col_offset + len("async "))

    def visit_comprehension(self, node):
        line = self.lines[node.target.lineno - 1]
        column = line.rindex("for ", 0, node.target.col_offset)
        return self.loop(node, "__iterated_later" if node.is_async else "__iterated", node.target.lineno, column)

    def loop(self, node, function, line, column):
        self.generic_visit(node)
        place = ast.Constant(f"{line}:{column + 1}")
        node.iter = ast.Call(ast.Name(function, ast.Load()), [place, node.iter], [])
        return node


def read(place, value, name):
    return made(place, lambda: getattr(value, name))


def load_watched(file):
    """The module `bookshop`, made of the file with its places named."""
    with open(file, encoding="utf-8") as opened:
        source = opened.read()
    tree = ast.fix_missing_locations(Watch(source).visit(ast.parse(source)))
    module = importlib.util.module_from_spec(importlib.util.spec_from_file_location("bookshop", file))
    helpers = {"__call": call, "__read": read, "__entered": Entered, "__iterated": iterated, "__iterated_later": iterated_later}
    sys.modules["bookshop"] = module
    vars(module).update(helpers)
    exec(compile(tree, file, "exec"), vars(module))


async def observe(folder):
    import settings

    assert settings
    import django

    without_loop(django.setup)
    from django.db import connection

    without_loop(load_watched, f"{folder}/bookshop.py")
    calls.clear()
    import main

    without_loop(main.open_shop)
    # The connection is another one where an event loop is running.
    without_loop(lambda: connection.execute_wrappers.append(tap))
    without_loop(main.day)
    await main.evening()
    return {"calls": calls, "unattributed": unattributed}
