"""The process that waits for the judge and makes a child for each case. It never runs a candidate's code.

A first server starts with the interpreter. For each solution it makes a second one that imports what the solution
imports and serves its cases; when that one ends, the first goes on. So every solution finds an interpreter that has
loaded what it names and nothing else.
"""

import gc
import marshal
import posix

from kumite_harness import child, limits, loader, protocol


def main(settings, argv):
    """Serve, or run one case in this interpreter (`case REQUEST LENGTH SOLUTION_LENGTH`)."""
    gc.disable()
    kernel = limits.Kernel(settings)
    kernel.follow_judge()
    if argv[0] == "case":
        solution = read_solution(int(argv[3]))
        enter_case(kernel, solution, argv[1].encode(), int(argv[2]), ())
    gc.freeze()
    posix.write(protocol.CONTROL, protocol.READY)
    serve(Server(settings, kernel, None, 0, ()))


class Server:
    """What a serving process knows: its solution, and descriptors that a child must close."""

    def __init__(self, settings, kernel, solution, solution_size, private):
        self.settings = settings
        self.kernel = kernel
        self.solution = solution
        self.solution_size = solution_size
        self.private = private


def serve(server):
    """Answer the judge until it ends this process or is gone."""
    while True:
        request, size = protocol.receive()
        if request in (protocol.RUN, protocol.NOTHING):
            start_case(server, request, size)
        elif request == protocol.COMPILE:
            start_compiling(server, size)
        elif request == protocol.SERVE:
            start_server(server, size)
        else:
            posix._exit(0)


def start_case(server, request, size):
    pid = server.kernel.clone(own_namespace=server.solution["processes"] > 0)
    if pid == 0:
        if server.settings["isolation"] == "process":
            exec_case(server, request, size)
        enter_case(server.kernel, server.solution, request, size, server.private)
    protocol.started(pid)


def enter_case(kernel, solution, request, size, private):
    """From here on this process belongs to the case. Never returns."""
    try:
        kernel.follow_judge()
        case = protocol.payload(protocol.CASE, size) if size else None
        close_all(private)
        kernel.confine(solution["processes"])
        gc.enable()
    except BaseException:
        posix._exit(1)
    if request == protocol.NOTHING:
        posix._exit(0)
    child.run(solution, case)


def close_all(private):
    """Close what is the server's; the reply stays open."""
    for descriptor in (protocol.CONTROL, protocol.CASE, protocol.HARNESS, protocol.SOLUTION, *private):
        try:
            posix.close(descriptor)
        except OSError:
            pass


def exec_case(server, request, size):
    """Start a fresh interpreter in this process, which runs the case."""
    try:
        command = [*server.settings["command"], "case", request.decode(), str(size), str(server.solution_size)]
        posix.execve(server.settings["command"][0], command, posix.environ)
    finally:
        posix._exit(1)


def start_compiling(server, size):
    pid = server.kernel.clone()
    if pid == 0:
        try:
            server.kernel.follow_judge()
            files = protocol.payload(protocol.CASE, size)
            close_all(server.private)
            server.kernel.confine(0)
        except BaseException:
            posix._exit(1)
        child.compile_files(files)
    protocol.started(pid)


def start_server(server, size):
    """Make a server for one solution, and wait until it has ended."""
    read_end, write_end = posix.pipe()
    pid = server.kernel.clone()
    if pid == 0:
        try:
            server.kernel.follow_judge()
            posix.close(read_end)
            solution = read_solution(size)
            gc.freeze()
            posix.write(protocol.CONTROL, protocol.READY)
            serve(Server(server.settings, server.kernel, solution, size, (write_end,)))
        finally:
            posix._exit(1)
    posix.close(write_end)
    protocol.started(pid)
    # The other end closes when the solution's server and its cases have ended.
    posix.read(read_end, 1)
    posix.close(read_end)


def read_solution(size):
    """The solution that the judge prepared; what it imports from outside its folder is loaded."""
    solution = protocol.payload(protocol.SOLUTION, size)
    codes = marshal.loads(solution["codes"])
    solution["code"] = codes[0]
    solution["local"] = {name: (code, *rest) for (name, *rest), code in zip(solution["local"], codes[1:])}
    solution["files"] = frozenset(solution["files"])
    loader.preload(solution["preload"])
    return solution
