"""The loader: the entry point, and modules beside a solution."""

import sys
import unittest

import harness_path
from kumite_harness import codec, loader

FILE_NAME = "solution.py"


def local_module(source, file_name, is_package=False):
    return (compile(source, file_name, "exec"), file_name, is_package)


class Loading(unittest.TestCase):
    """Loading changes the interpreter, which in earnest is a child that ends; here it is put back."""

    def setUp(self):
        modules, finders = dict(sys.modules), list(sys.meta_path)
        self.addCleanup(lambda: (sys.modules.clear(), sys.modules.update(modules)))
        self.addCleanup(lambda: sys.meta_path.__setitem__(slice(None), finders))

    def load(self, source, local=()):
        code = compile(source, FILE_NAME, "exec")
        solution = {"kind": "function", "code": code, "filename": FILE_NAME, "local": dict(local)}
        loader.prepare(solution)
        loader.load(solution)
        return sys.modules["solution"]

    def entry(self, source, name="f"):
        return loader.entry_of(vars(self.load(source)), name)


class EntryPoints(Loading):
    def test_a_function_is_found_by_its_name(self):
        self.assertEqual(self.entry("def f(x):\n    return x + 1")(1), 2)

    def test_anything_that_can_be_called_will_do(self):
        self.assertEqual(self.entry("f = lambda x: x * 2")(3), 6)
        self.assertEqual(self.entry("class C:\n    pass", "C").__name__, "C")

    def test_a_method_of_a_class_solution_serves_as_a_function(self):
        self.assertEqual(self.entry("class Solution:\n    def f(self, x):\n        return x + 1")(1), 2)

    def test_a_function_comes_before_a_method(self):
        source = "class Solution:\n    def f(self):\n        return 1\ndef f():\n    return 2"
        self.assertEqual(self.entry(source)(), 2)

    def test_what_is_missing_is_told_with_what_is_there(self):
        source = "from collections import deque\nclass Thing: pass\ndef g(): pass\nf = 3\n"
        with self.assertRaises(loader.MissingEntry) as caught:
            self.entry(source)
        self.assertEqual(caught.exception.args, ("Thing", "g"))

    def test_an_exception_of_the_file_comes_through(self):
        with self.assertRaises(ZeroDivisionError):
            self.entry("1 / 0")

    def test_the_module_has_the_names_that_tools_look_for(self):
        module = self.load("import sys\nme = sys.modules[__name__]\nname, file = __name__, __file__")
        self.assertIs(module.me, module)
        self.assertEqual((module.name, module.file), ("solution", FILE_NAME))

    def test_the_nodes_are_in_scope(self):
        self.assertIs(self.load("tree = TreeNode(1)").TreeNode, codec.TreeNode)

    def test_the_candidate_gets_the_real_builtins(self):
        import builtins

        self.assertIs(self.load("import builtins\nsame = __builtins__").same, builtins)


class LocalModules(Loading):
    def test_a_module_beside_the_solution_is_imported(self):
        local = {"graphs": local_module("def size():\n    return 3", "graphs.py")}
        module = self.load("import graphs\nanswer = graphs.size()\nfile = graphs.__file__", local)
        self.assertEqual((module.answer, module.file), (3, "graphs.py"))

    def test_packages_and_their_modules_are_imported(self):
        local = {
            "package": local_module("from .inner import value", "package/__init__.py", True),
            "package.inner": local_module("from . import other\nvalue = other.value", "package/inner.py"),
            "package.other": local_module("value = 5", "package/other.py"),
        }
        self.assertEqual(self.load("import package\nanswer = package.value", local).answer, 5)

    def test_the_standard_library_comes_first(self):
        local = {
            "queue": local_module("raise AssertionError('imported')", "queue.py"),
            "bisect": local_module("raise AssertionError('imported')", "bisect.py"),
        }
        for name in local:
            sys.modules.pop(name, None)
        module = self.load("import queue, bisect\nanswer = queue.Queue, bisect.insort", local)
        self.assertEqual(len(module.answer), 2)

    def test_a_module_that_does_not_compile_fails_where_it_is_imported(self):
        local = {"broken": ("invalid syntax (broken.py, line 1)", "broken.py", False)}
        self.assertEqual(self.load("answer = 1", local).answer, 1)
        sys.modules.pop("solution")
        with self.assertRaisesRegex(SyntaxError, "broken.py, line 1"):
            self.load("import broken", local)

    def test_what_is_nowhere_is_missing_as_ever(self):
        with self.assertRaises(ModuleNotFoundError):
            self.load("import no_such_module_anywhere", {"graphs": local_module("", "graphs.py")})

    def test_without_local_modules_no_finder_is_added(self):
        before = list(sys.meta_path)
        self.load("x = 1")
        self.assertEqual(sys.meta_path, before)


class Preloading(Loading):
    def test_what_is_named_is_loaded_and_what_fails_is_passed_over(self):
        sys.modules.pop("colorsys", None)
        loader.preload(["no_such_module_anywhere", "colorsys", "this"])
        self.assertIn("colorsys", sys.modules)
        self.assertNotIn("this", sys.modules)


if __name__ == "__main__":
    unittest.main()
