"""Many cases in one process, one after the other: what a solution keeps from one call is there in the next.

It tells who relies on that or suffers from it, so at the end it says what of the solution is not as it was.
"""

import marshal
from posix import _exit, write

from kumite_harness.child import call_class, call_function, loaded_entry
from kumite_harness.loader import entry_of
from kumite_harness.protocol import CHANGED, REPLY
from kumite_harness.trace import printable

CALLS = {"function": call_function, "class": call_class}
FUNCTION = type(printable)
# A value is looked at this deep, and of each level at this many parts.
DEPTH = 4
PARTS = 1000


def run_together(solution, cases):
    """Run all cases and exit; never returns. Each reply is written with its length before it."""
    code = 1
    try:
        if loaded_entry(solution) is not None:
            names, call = solution["names"], CALLS[solution["kind"]]
            before = kept(names)
            for case in cases:
                # Anew each time, as for a single case: an object's own attributes are no state of the solution.
                framed(*call(entry_of(names, solution["entry"]), solution, case))
            after = kept(names)
            changed = [key for key in before if after.get(key, before[key]) != before[key]]
            framed(CHANGED, marshal.dumps([(what, printable(name)) for what, name in changed], 2))
        code = 0
    finally:
        _exit(code)


def framed(*parts):
    """Write one reply after its length."""
    data = b"".join(parts)
    data = len(data).to_bytes(4, "little") + data
    sent = write(REPLY, data)
    while sent < len(data):
        sent += write(REPLY, data[sent:])


def kept(names):
    """What a solution holds that outlives a call: what it is and its name, and how it looks."""
    found = {}
    for name, value in list(names.items()):
        if not name.startswith("__"):
            keep(found, "global", name, value)
    return found


def keep(found, what, name, value):
    """One name of a module or of a class."""
    value = getattr(value, "__func__", value)
    inner = getattr(value, "__wrapped__", value)
    if hasattr(value, "cache_info"):
        found["cache", name] = value.cache_info().currsize
    if isinstance(inner, FUNCTION):
        if inner.__module__ != "solution":
            return
        for parameter, default in defaults(inner):
            found["default_argument", f"{name}({parameter})"] = look(default, DEPTH)
        for attribute, value in vars(inner).items():
            if attribute != "__wrapped__":
                found["function_attribute", f"{name}.{attribute}"] = look(value, DEPTH)
        found.setdefault(("function_attribute", name), sorted(set(vars(inner)) - {"__wrapped__"}))
    elif isinstance(inner, type):
        if inner.__module__ == "solution" and what == "global":
            for attribute, value in list(vars(inner).items()):
                if not attribute.startswith("__") or isinstance(value, FUNCTION):
                    keep(found, "class_attribute", f"{name}.{attribute}", value)
    elif not isinstance(inner, type(marshal)):
        found[what, name] = look(inner, DEPTH)


def defaults(function):
    """The parameters of a function that have a default, with it."""
    positional = function.__code__.co_varnames[: function.__code__.co_argcount]
    values = function.__defaults__ or ()
    yield from zip(positional[len(positional) - len(values) :], values)
    yield from (function.__kwdefaults__ or {}).items()


def look(value, depth):
    """How a value looks, so that two looks are equal where nothing has changed; other than plain ones by what is in it."""
    kind = type(value)
    if value is None or kind in (bool, int, float, complex, str, bytes):
        return kind.__name__, value
    if depth > 0:
        if isinstance(value, dict):
            parts = [(look(key, depth - 1), look(part, depth - 1)) for key, part in first(dict.items(value))]
            return kind.__name__, dict.__len__(value), parts
        if isinstance(value, (list, tuple, set, frozenset, bytearray)) or kind.__name__ == "deque":
            return kind.__name__, len(value), [look(part, depth - 1) for part in first(value)]
        if isinstance(getattr(value, "__dict__", None), dict):
            return kind.__name__, look(value.__dict__, depth - 1)
    return kind.__name__, id(value)


def first(parts):
    """At most so many of the parts."""
    return [part for part, _ in zip(parts, range(PARTS))]
