"""Compiling as it is done on each system: what comes out is what `compile` gives, or raises."""

import marshal
import subprocess
import sys
import unittest
import warnings

import harness_path
from kumite_harness import limits, limits_macos

SOURCES = [
    b"",
    b"x = 1",
    b"\n\n# only a comment",
    b'"""Text."""\nfrom __future__ import annotations\ndef f(x: int = 3, *, y) -> "int":\n    return lambda: (x, y)\n',
    b"class A:\n    async def f(self):\n        async for x in self:\n            yield [await y for y in x]\n",
    b"match 1:\n    case [int(x), *_] if x:\n        assert x, f'{x!r:>{x}}'\n",
    b"x = 1\r\ny = 2\rz = 3",
    # Encodings: declared, of another name for one, by a mark, by both, and not at all.
    "# coding: latin-1\nx = 'é'".encode("latin-1"),
    "#!/bin/python\n# -*- coding: cp1252 -*-\nx = '€'".encode("cp1252"),
    "\ufeffx = 'é'".encode(),
    "\ufeff# coding: utf-8\nx = 'é'".encode(),
    "\ufeff# coding: latin-1\nx = 'é'".encode(),
    "# coding: utf-16\nx = 1".encode(),
    b"# coding: no-such\nx = 1",
    "été = '\U0001f40d'".encode(),
    b"x = '\xff'",
    b"x = '\xed\xa0\x80'",
    # Errors of each stage, with a place.
    b"print 'x'",
    b"def f(:",
    b"def f():\n\treturn 1\n        return 2",
    b"  x = 1",
    b"if 1:\n",
    b"x = (1,\n",
    b"'''",
    b"\\",
    b"x = $",
    b"f'{'",
    b"return 1",
    b"def f(x):\n    global x",
    b"from __future__ import braces",
    b"x = 1\x1a",
    b"\0",
    b"x = 1\0",
    b"1" * 5000,
    b"(" * 1000,
    b"-" * 100_000 + b"1",
    b"+".join([b"1"] * 100_000),
    # Warnings come and go as they do.
    b"x = '\\d'",
    b"x is 1",
    b"assert (1, 2)",
]

COMPILE_ALONE = """
import marshal, sys
for name, code in marshal.loads(sys.stdin.buffer.read()):
    module = sys.modules[name] = type(sys)(name)
    exec(code, module.__dict__)
module.compile_source(b"def f(x): return x", "file.py")
print("AST" in [kind.__name__ for kind in object.__subclasses__()])
"""


def outcome(compiler, source):
    """The code object as it is sent, or the exception; and what was warned of."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            made = marshal.dumps(compiler(source, "file.py"), 2)
        except Exception as error:
            made = type(error), error.args
    return made, [(one.category, str(one.message), one.filename, one.lineno) for one in warned]


class Compiling(unittest.TestCase):
    def test_it_is_what_the_builtin_makes_of_it(self):
        def builtin(source, filename):
            return compile(source, filename, "exec", dont_inherit=True)

        for source in SOURCES:
            expected = outcome(builtin, source)
            for module in (limits, limits_macos):
                with self.subTest(source=source[:40], module=module.__name__):
                    self.assertEqual(outcome(module.compile_source, source), expected)

    def test_the_table_has_files_that_compile_and_such_that_do_not(self):
        made = [outcome(limits.compile_source, source)[0] for source in SOURCES]
        errors = {one[0] for one in made if type(one) is tuple}
        self.assertGreater(len([one for one in made if type(one) is bytes]), 10)
        self.assertLessEqual({SyntaxError, IndentationError, RecursionError}, errors)

    def test_no_class_of_ast_is_made_for_it(self):
        def makes_some(name):
            # Handed over compiled, as the judge does: an import of the files would make them.
            codes = []
            for module in ("protocol", name):
                file = harness_path.HARNESS / "kumite_harness" / f"{module}.py"
                codes.append((f"kumite_harness.{module}", compile(file.read_text(), str(file), "exec")))
            command = [sys.executable, "-s", "-S", "-B", "-c", COMPILE_ALONE]
            return subprocess.run(command, input=marshal.dumps(codes), stdout=subprocess.PIPE, check=True).stdout

        self.assertEqual(makes_some("limits"), b"False\n")
        self.assertEqual(makes_some("limits_macos"), b"True\n", "the builtin does")


if __name__ == "__main__":
    unittest.main()
