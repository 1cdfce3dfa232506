"""Asks an interpreter about itself, and compiles the harness for it: `python -c <this text>`, sources on stdin.

The judge keeps the answer, so that later runs start neither this nor a compiler.
"""

import marshal
import os
import sys

sources = marshal.loads(sys.stdin.buffer.read())
modules = []
if sys.version_info >= (3, 10):
    # Without docstrings: each interpreter would load them.
    compiled = [compile(source, f"kumite_harness/{name}.py", "exec", optimize=2) for name, source in sources]
    modules = [(name, code) for (name, _), code in zip(sources, compiled)]
facts = {
    "version": "%d.%d.%d" % sys.version_info[:3],
    "build": sys.version,
    "supported": sys.version_info >= (3, 10) and sys.implementation.name == "cpython",
    "implementation": sys.implementation.name,
    "executable": sys.executable or "",
    "prefixes": sorted({sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}),
    "path": [entry for entry in sys.path if entry and os.path.isabs(entry)],
    "modules": marshal.dumps(modules),
}
sys.stdout.buffer.write(marshal.dumps(facts, 2))
