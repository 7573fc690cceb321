"""Calls every method of the catalog in synchronous and in asynchronous code, and watches when its statements leave."""

import importlib
import inspect
import re
import traceback

import calls
from django.core.exceptions import SynchronousOnlyOperation
from threads import without_loop
from world import CONTROL, build, fresh, log

SENDING = {"deferred", "executing", "blocking", "streaming"}
MOMENTS = {"lazy": "never", "local": "never", "deferred": "at the await", "blocking": "in the call", "streaming": "on iteration"}


class Claim:
    """One method of one type, as the catalog has it for this version."""

    def __init__(self, catalog, type_name, method, fact):
        self.catalog, self.type, self.method, self.fact = catalog, type_name, method, fact
        self.is_function = method == "(call)"
        self.name = type_name if self.is_function else f"{type_name}.{method}"

    def receiver(self):
        make = calls.ON.get(self.name) or calls.RECEIVERS.get(self.type) or (lambda: None)
        return make()

    def prepared(self):
        """The call without its arguments' making: those may send statements of their own."""
        on = self.receiver()
        if self.name in calls.READS:
            return on, lambda: calls.READS[self.name](on)
        if self.is_function:
            args, kwargs = calls.FUNCTIONS.get(self.type, lambda _on: ((), {}))(on)
            function = function_named(self.catalog, self.type)
            return on, lambda: function(*args, **kwargs)
        args, kwargs = calls.ARGUMENTS.get(self.type, {}).get(self.method, calls.arguments())()
        return on, lambda: by_syntax(on, self.method, args, kwargs)


def by_syntax(on, method, args, kwargs):
    """What Python calls by syntax may be missing as a method: `in` iterates over a query."""
    if method == "__contains__":
        return args[0] in on
    return getattr(on, method)(*args, **kwargs)


def function_named(catalog, name):
    for module, exports in catalog["modules"].items():
        if exports.get(name, {}).get("value") == name:
            return getattr(importlib.import_module(module), name)
    raise LookupError(f"no module exports {name}")


async def observe(claim):
    """When the first statement left, the statements, and what came of the call."""
    without_loop(fresh)
    on, call = without_loop(claim.prepared)
    log.clear()
    value = without_loop(call)
    at = "in the call" if log else "never"
    result = value
    again = None
    if inspect.iscoroutine(value):
        result = await value
        if at == "never" and log:
            at = "at the await"
        again = await second(value)
    elif hasattr(value, "__anext__"):
        result = None
        async for result in value:
            break
        if at == "never" and log:
            at = "on iteration"
    elif inspect.isgenerator(value):
        result = without_loop(next, value, None)
        value.close()
        if at == "never" and log:
            at = "on iteration"
    return at, list(log), value, result, again, on


async def second(coroutine):
    try:
        await coroutine
    except RuntimeError:
        return "throws"
    return "reruns"


async def refused(claim):
    """Whether Django refuses the call in asynchronous code."""
    without_loop(fresh)
    _on, call = without_loop(claim.prepared)
    try:
        value = call()
        if inspect.isgenerator(value):
            next(value)
    except SynchronousOnlyOperation:
        return True
    except Exception as error:
        return isinstance(error.__cause__ or error.__context__, SynchronousOnlyOperation)
    return False


async def disagreements(claim):
    fact = claim.fact
    execution = fact["execution"]
    at, statements, value, result, again, on = await observe(claim)
    if at != MOMENTS.get(execution):
        yield f"the catalog says {execution}; the run sent {at}{', with ' + statements[0] if statements else ''}"
    is_coroutine = inspect.iscoroutine(value)
    if is_coroutine != (execution == "deferred" or bool(fact.get("promise"))):
        yield f"the catalog says {execution}; the run returned {'a coroutine' if is_coroutine else type(value).__name__}"
    if is_coroutine and again != "throws":
        yield "a coroutine can be awaited twice"
    if not is_a(claim, fact.get("returns"), result, on):
        yield f"the catalog says that it gives {fact['returns']}; the run gave {type(result).__name__}"
    wrong = wrong_verb(fact.get("verb"), statements)
    if wrong:
        yield wrong
    for line in equivalents(claim, on):
        yield line
    blocks = execution == "blocking" or (execution == "streaming" and "asyncEquivalent" in fact)
    if blocks and claim.name not in calls.NOT_REFUSED and not await refused(claim):
        yield f"the catalog says {execution}; asynchronous code was not refused"


def is_a(claim, written, result, on):
    """Whether a result is of the type that the catalog says."""
    if written is None:
        return True
    if written.endswith("[]"):
        return isinstance(result, list) and bool(result) and is_a(claim, written[:-2], result[0], on)
    if written == "this":
        return isinstance(result, type(on))
    declared = claim.catalog["types"][written].get("declared", [written])
    return any(cls.__name__ in declared for cls in type(result).__mro__)


def wrong_verb(verb, statements):
    if verb is None or not statements:
        return None
    sql = next((sql for sql in statements if sql.upper().startswith(CONTROL) == verb.startswith(CONTROL)), statements[0])
    return None if re.match(rf"\(*{verb}\b", sql) else f"the catalog says that it is a {verb}; the statement is {sql}"


def equivalents(claim, on):
    """The async equivalent exists, and is catalogued, exactly where the catalog names one."""
    fact = claim.fact
    if "asyncEquivalent" not in fact:
        return
    written = fact["asyncEquivalent"]
    name = re.fullmatch(r"(\w+)\(\)", written or "")
    if name and name[1] != "select_related":
        known = name[1] in claim.catalog["types"] or any(
            name[1] in claim.catalog["types"][base]["methods"] for base in equivalent_types(claim)
        )
        if not known:
            yield f"its async equivalent {written} is not in the catalog"
    if written is None and not claim.method.startswith("__"):
        exists = not claim.is_function and hasattr(on, f"a{claim.method}")
        if exists:
            yield f"the catalog says that there is no async equivalent; there is a{claim.method}"


def equivalent_types(claim):
    """Where the equivalent may be catalogued; what a request's user is fetched with is the request's."""
    return [*lineage(claim.catalog, claim.type), "HttpRequest"]


def lineage(catalog, name):
    found = [name]
    for base in catalog["types"][name].get("extends", []):
        found += lineage(catalog, base)
    return found


def own_claims(catalog, name):
    entry = catalog["types"][name]
    facts = dict(entry["methods"])
    if "call" in entry:
        facts["(call)"] = entry["call"]
    return [Claim(catalog, name, method, fact) for method, fact in facts.items()]


def inherited_claims(catalog, name):
    """A manager has the methods of a QuerySet through code of its own: they are tried on it too."""
    entry = catalog["types"][name]
    known = set(entry["methods"]) | set(entry.get("leftOut", {}))
    for base in entry.get("extends", []):
        for claim in [*own_claims(catalog, base), *inherited_claims(catalog, base)]:
            if claim.method not in known:
                known.add(claim.method)
                yield Claim(catalog, name, claim.method, claim.fact)


async def prove(catalog):
    without_loop(build)
    report = {"calls": 0, "methods": 0, "sending": 0, "unprovedSending": 0, "disagreements": [], "unproved": []}
    for name in catalog["types"]:
        for claim in own_claims(catalog, name):
            sends = claim.fact["execution"] in SENDING
            report["methods"] += 1
            report["sending"] += sends
            if "unproved" in claim.fact:
                report["unproved"].append(f"{claim.name}: {claim.fact['unproved']}")
                report["unprovedSending"] += sends
                continue
            await prove_claim(claim, report)
        for claim in inherited_claims(catalog, name) if name in ("Manager", "RelatedManager") else ():
            await prove_claim(claim, report)
    return report


async def prove_claim(claim, report):
    report["calls"] += 1
    try:
        report["disagreements"] += [f"{claim.name}: {line}" async for line in disagreements(claim)]
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        report["disagreements"].append(f"{claim.name}: it threw {type(error).__name__}: {error} ({frame.name}:{frame.lineno})")
