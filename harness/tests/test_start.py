"""The start of an interpreter with the harness's modules, as the judge does it."""

import marshal
import subprocess
import sys
import tempfile
import unittest

import harness_path
from kumite_harness import protocol

# In the place of the real ones.
FIRST = "import builtins\nbuiltins.print('loaded', __name__)\nlen = 'of its own'"
SERVER = """
import builtins, posix, sys
from kumite_harness import first

def main(settings):
    builtins.len = None
    print(len("abc"), first.len, first.__builtins__ is __builtins__, __builtins__ is builtins.__dict__)
    main = sys.modules["__main__"]
    print(sys.path, sys.dont_write_bytecode, b"LD_BIND_NOW" in posix.environ, main.given)
    sys.stdout.flush()
"""


class Starting(unittest.TestCase):
    def test_modules_are_loaded_in_order_with_builtins_of_their_own(self):
        start = (harness_path.HARNESS / "kumite_harness/start.py").read_text()
        sources = [("start", start), ("first", FIRST), ("server", SERVER)]
        modules = [(name, compile(source, f"{name}.py", "exec", optimize=2)) for name, source in sources]
        settings = {"sys_path": [*sys.path[1:], "/no/such/folder"]}
        with tempfile.NamedTemporaryFile() as file:
            file.write(marshal.dumps([settings, modules]))
            file.flush()
            printed = self.run_with(file.name)
        lines = printed.splitlines()
        self.assertEqual(lines[0], "loaded kumite_harness.first")
        self.assertEqual(lines[1], "3 of its own True False")
        self.assertEqual(lines[2], f"{settings['sys_path']} True False []")

    def run_with(self, name):
        bootstrap = (harness_path.HARNESS / "__main__.py").read_text()
        # A shell: what `subprocess` itself opens may have the number that is wanted.
        command = ["sh", "-c", f'exec "$@" {protocol.HARNESS}< "$0"', name]
        command += [sys.executable, "-s", "-S", "-c", bootstrap]
        return subprocess.run(command, env={"LD_BIND_NOW": "1"}, stdout=subprocess.PIPE, check=True, text=True).stdout


if __name__ == "__main__":
    unittest.main()
