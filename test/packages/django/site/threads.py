"""Lets Django run where Python has no threads: what it hands to one is run at once, with no event loop in sight."""

from asyncio import events

from pyodide.webloop import WebLoop


def without_loop(function, *args, **kwargs):
    """Calls the function as synchronous code is called: no event loop is running."""
    loop = events._get_running_loop()
    events._set_running_loop(None)
    try:
        return function(*args, **kwargs)
    finally:
        events._set_running_loop(loop)


def run_in_executor(loop, _executor, function, *args):
    """Stands in for a pool of threads."""
    future = loop.create_future()
    try:
        future.set_result(without_loop(function, *args))
    except Exception as error:
        future.set_exception(error)
    return future


WebLoop.run_in_executor = run_in_executor
