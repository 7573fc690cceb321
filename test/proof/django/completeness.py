"""Reads Django's own classes: each public method is catalogued or left out with a reason, and none is made up."""

import importlib
import inspect

import calls
from prove import lineage
from world import fresh

#: The modules of which all functions are looked at, and the functions that are not catalogued, with the reason.
MODULES = {
    "django.shortcuts": {
        "redirect": "It makes a response.",
        "render": "What a template evaluates is in the template.",
        "resolve_url": "It makes a URL.",
    },
    "django.contrib.auth": {
        "get_backends": "It gives what the settings name.",
        "get_permission_codename": "It makes a string.",
        "load_backend": "It imports a class.",
        "check_password_with_timing_attack_mitigation": "It is for backends.",
        "acheck_password_with_timing_attack_mitigation": "It is for backends.",
    },
    "django.db.transaction": {
        "get_connection": "It gives the connection, and sends nothing.",
        "mark_for_rollback_on_error": "It is for Django itself.",
        "non_atomic_requests": "It marks a view.",
        "savepoint_create": "It is for Django itself.",
    },
}
#: Of these types Django adds methods with names of its own making to every model.
GENERATED = ("get_next_by_", "get_previous_by_", "get_absolute_url")
#: Of these types the catalog names what sends, and what leads to that.
IN_PARTS = {"Caches", "Connections", "Connection", "Cursor", "ModelForm", "HttpRequest", "RequestUser", "ForwardRelation"}
#: `in` on a query falls back on iterating over it.
BY_SYNTAX = {"QuerySet.__contains__"}
#: What only some relations have is tried on one that has it.
ALIASES = {"RelatedManager.remove", "RelatedManager.aremove", "RelatedManager.clear", "RelatedManager.aclear", "RequestUser.__getattr__"}


def problems(catalog, whole):
    """Lines to read: what the installed version has otherwise than the catalog."""
    found = []
    for name in catalog["types"]:
        make = calls.RECEIVERS.get(name)
        if make is None:
            if "call" not in whole["types"][name]:
                found.append(f"{name}: the proof has no value of it")
            continue
        fresh()
        value = make()
        if name == "ForwardRelation":
            value = vars(type(value))["author"]
        if name == "RequestUser":
            value = value.user
        found += missing(catalog, name, value) + invented(catalog, whole, name, value)
    return found + functions(catalog) + exports(catalog, whole)


def members(value):
    """The public methods of a value's class."""
    return [
        name
        for name in dir(type(value))
        if not name.startswith("_") and is_method(getattr(type(value), name)) and not name.startswith(GENERATED)
    ]


def is_method(member):
    return inspect.isfunction(member) or inspect.ismethod(member)


def known(catalog, name):
    names = set()
    for base in lineage(catalog, name):
        entry = catalog["types"][base]
        names |= {*entry["methods"], *entry.get("leftOut", {}), *entry.get("properties", {})}
    return names


def missing(catalog, name, value):
    if name in IN_PARTS:
        return []
    names = known(catalog, name)
    lost = [method for method in members(value) if method not in names]
    return [f"{name}.{method} is neither catalogued nor left out" for method in lost]


def invented(catalog, whole, name, value):
    lines = []
    for method in catalog["types"][name]["methods"]:
        if not hasattr(value, method) and f"{name}.{method}" not in BY_SYNTAX | ALIASES:
            lines.append(f"{name}.{method} does not exist")
    for method, fact in whole["types"][name]["methods"].items():
        if method not in catalog["types"][name]["methods"] and hasattr(value, method):
            lines.append(f"{name}.{method} exists, but its versions are {fact['versions']}")
    return lines


def functions(catalog):
    lines = []
    for module_name, left_out in MODULES.items():
        module = importlib.import_module(module_name)
        for name, value in vars(module).items():
            own = inspect.isfunction(value) and value.__module__ == module_name and not name.startswith("_")
            if own and name not in catalog["modules"][module_name] and name not in left_out:
                lines.append(f"{module_name}.{name} is neither catalogued nor left out")
    return lines


def exports(catalog, whole):
    """The modules export what the catalog says, in the versions it says."""
    lines = []
    for module_name, facts in whole["modules"].items():
        try:
            module = importlib.import_module(module_name)
        except (ImportError, RuntimeError) as error:
            # An application that is not installed has models that can't be imported.
            if "INSTALLED_APPS" not in str(error):
                lines.append(f"{module_name} can't be imported: {error}")
            continue
        for name in facts:
            if hasattr(module, name) != (name in catalog["modules"][module_name]):
                lines.append(f"{module_name}.{name}: the catalog has other versions of Django for it")
    return lines
