"""Rules of the harness's own files."""

import ast
import unittest

import harness_path

FILES = [*sorted((harness_path.HARNESS / "kumite_harness").glob("*.py")), harness_path.HARNESS / "__main__.py"]

# Built into the interpreter, or loaded at its start anyway. Whatever else is imported is forked with every case.
CHEAP = {"_io", "_thread", "builtins", "gc", "marshal", "posix", "sys", "_frozen_importlib"}
# The one that is worth it: a child of the judge's own, and the layers of a case.
DEAR = {"_ctypes": {"limits.py"}}


def imported_at_once(tree):
    """The modules that a file imports when it is loaded itself."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


class Sources(unittest.TestCase):
    def test_nothing_is_imported_that_a_case_would_pay_for(self):
        for file in FILES:
            for name in imported_at_once(ast.parse(file.read_text())):
                top = name.partition(".")[0]
                allowed = top in CHEAP or top == "kumite_harness" or file.name in DEAR.get(top, ())
                self.assertTrue(allowed, f"{file.name} imports {name}")

    def test_the_oldest_supported_grammar_is_enough(self):
        for file in FILES:
            ast.parse(file.read_text(), feature_version=(3, 10))

    def test_modules_import_only_those_that_are_loaded_before_them(self):
        order = ["start", "protocol", "codec", "trace", "limits", "loader", "child", "rehearsal", "together", "server"]
        for file in FILES:
            # On macOS another file takes the place of one.
            stem = file.stem.removesuffix("_macos")
            if stem not in order:
                continue
            for node in ast.parse(file.read_text()).body:
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kumite_harness"):
                    parts = node.module.split(".")[1:] or [alias.name for alias in node.names]
                    for part in parts:
                        self.assertLess(order.index(part), order.index(stem), f"{file.name} imports {part}")


if __name__ == "__main__":
    unittest.main()
