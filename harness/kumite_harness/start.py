"""Makes the harness's modules of their code, and starts the first server.

The compiled modules and the settings come from a descriptor that the judge holds, so that nothing is read
from a disk that a candidate could have written to. The modules get a copy of the builtins of their own:
whatever a candidate does to `builtins`, the harness does not see it.
"""

import builtins
import gc
import posix
import sys


def start(given):
    """Load the other modules and serve; never returns. Nothing that was given stays in `__main__`."""
    gc.disable()
    settings, modules = given
    given.clear()
    sys.dont_write_bytecode = True
    # It was for this interpreter's own start.
    posix.environ.pop(b"LD_BIND_NOW", None)
    sys.path[:] = settings["sys_path"]
    private = dict(builtins.__dict__)
    package = type(sys)("kumite_harness")
    package.__path__ = []
    sys.modules["kumite_harness"] = package
    for name, code in modules:
        full_name = "kumite_harness." + name
        module = type(sys)(full_name)
        module.__dict__["__builtins__"] = private
        sys.modules[full_name] = module
        setattr(package, name, module)
        exec(code, module.__dict__)
    package.server.main(settings)
