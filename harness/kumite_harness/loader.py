"""Loads a solution: its code, the modules beside it, the entry point."""

import builtins
import sys

from kumite_harness.codec import ListNode, TreeNode

# Importing these does something a person would notice, or needs what a judge has not.
NOT_PRELOADED = frozenset({"this", "antigravity", "idlelib", "test", "tkinter", "turtle", "turtledemo"})


class Quitter:
    """`exit` and `quit`, which every Python puts among the builtins that starts with its `site` module."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Use {self.name}() or Ctrl-D (i.e. EOF) to exit"

    def __call__(self, code=None):
        raise SystemExit(code)


for name in ("exit", "quit"):
    setattr(builtins, name, Quitter(name))


class MissingEntry(Exception):
    """The solution does not define what is asked for; `args` are the names that it does define."""


class LocalModules:
    """Finds the modules that lie beside the solution. The judge has read them: no file is opened here.

    The standard library comes first: a `queue.py` among a person's solutions must not break `import queue`.
    """

    def __init__(self, modules):
        self.modules = modules

    def find_spec(self, name, path=None, target=None):
        if name not in self.modules or name.partition(".")[0] in sys.stdlib_module_names:
            return None
        from _frozen_importlib import ModuleSpec

        _, filename, is_package = self.modules[name]
        spec = ModuleSpec(name, self, origin=filename, is_package=is_package)
        spec.has_location = True
        return spec

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        code = self.modules[module.__name__][0]
        if type(code) is str:
            raise SyntaxError(code)
        module.__dict__["__builtins__"] = builtins
        exec(code, module.__dict__)


def offer_local_modules(solution):
    """Let the solution import what lies beside it. Only in a child: the server must never run such a module."""
    if solution["local"]:
        sys.meta_path.insert(len(sys.meta_path) - 1, LocalModules(solution["local"]))


def preload(names):
    """Import what the solution names, so that it is paid for once. What fails here fails again in the solution.

    What does not even return (it ends or stops the interpreter) breaks this server; the judge starts another, without.
    """
    for name in names:
        if name.partition(".")[0] not in NOT_PRELOADED and not name.endswith("__main__"):
            try:
                __import__(name)
            except BaseException:
                pass
    for stream in (sys.stdout, sys.stderr):
        stream.flush()


def prepare(solution):
    """Make the module that the solution's file will be, with nothing in it: a child fills its own copy."""
    name = "__main__" if solution["kind"] == "stdin" else "solution"
    module = type(sys)(name)
    solution["names"] = names = module.__dict__
    names.update(__builtins__=builtins, __file__=solution["filename"])
    if name == "solution":
        names.update(TreeNode=TreeNode, ListNode=ListNode)
    else:
        sys.argv[:] = [solution["filename"]]
    sys.modules[name] = module


def load(solution):
    """Run the solution's file as a module; returns the names that it holds then."""
    if solution["local"]:
        offer_local_modules(solution)
    names = solution["names"]
    exec(solution["code"], names)
    return names


def entry_of(names, name):
    """The function or class asked for; a method of a class `Solution` serves as a function, too."""
    entry = names.get(name)
    if callable(entry):
        return entry
    holder = names.get("Solution")
    if isinstance(holder, type) and callable(getattr(holder, name, None)):
        return getattr(holder(), name)
    # Only what the file itself defines helps to find a misspelling.
    own = [key for key, value in names.items() if callable(value) and getattr(value, "__module__", "") == "solution"]
    raise MissingEntry(*own[:20])
