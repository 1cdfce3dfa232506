"""The process that waits for the judge and makes a child for each case. It never runs a candidate's code.

A first server starts with the interpreter. For each solution it makes a second one that imports what the solution
imports and serves its cases; when that one ends, the first goes on. So every solution finds an interpreter that has
loaded what it names and nothing else.

What a case costs is above all the memory that its process touches: a reference count that changes copies a page. Hence
local names instead of attributes, and few calls, on the way from a request to the candidate's code.
"""

import _thread
import posix
import sys
from gc import enable as begin_collecting, freeze
from marshal import loads

from kumite_harness import loader
from kumite_harness.child import KINDS, compile_files, run
from kumite_harness.limits import SERVER, be_supervised, case_flags, clone, confine, follow, hide, prepare_layers, ready
from kumite_harness.protocol import CASE, COMPILE, CONTROL, FAILED, NOTHING, SERVE, SOLUTION, TOGETHER
from kumite_harness.protocol import payload, receive
from kumite_harness.rehearsal import rehearse
from kumite_harness.together import run_together

# The stack of a thread, as it usually is. Else it would be as large as the main one may become, and few would fit.
THREAD_STACK = 8 << 20


def main(settings):
    """Serve until the judge ends this process or is gone."""
    _thread.stack_size(THREAD_STACK)
    layers = prepare_layers(settings)
    _, ruleset, *_ = layers
    end_of_own = max(SOLUTION, ruleset) + 1
    follow(settings["judge_pid"])
    hide()
    rehearse()
    freeze()
    ready(-1)
    serve(settings, layers, end_of_own, None)


def serve(settings, layers, end_of_own, solution):
    """Answer the judge until it ends this process or is gone: every request is a child's work."""
    number = settings["clone_number"]
    flags = case_flags(solution["processes"] if solution else 0)
    while True:
        request, size = receive()
        if request == SERVE:
            start_server(settings, layers, end_of_own, size)
            continue
        pid = clone(number, flags)
        if pid == 0:
            if request == COMPILE:
                run_compiler(layers, end_of_own, size)
            run_case(layers, end_of_own, solution, request, size)
        if pid < 0:
            posix.write(CONTROL, FAILED)


def run_case(layers, end_of_own, solution, request, size):
    """From here on this process belongs to the case. Never returns."""
    try:
        case = payload(CASE, size) if size else None
        confine(layers, end_of_own, solution["processes"])
        begin_collecting()
    except BaseException:
        give_up()
    if request == NOTHING:
        posix._exit(0)
    (run_together if request == TOGETHER else run)(solution, case)


def run_compiler(layers, end_of_own, size):
    """Compile a solution's files. Never returns."""
    try:
        files = payload(CASE, size)
        confine(layers, end_of_own, 0)
    except BaseException:
        give_up()
    compile_files(files)


def give_up():
    """End a process that did not come to begin with what it was made for. Never returns."""
    try:
        posix.write(CONTROL, FAILED)
    finally:
        posix._exit(1)


def start_server(settings, layers, end_of_own, size):
    """Make a server for one solution, and wait until it has ended."""
    read_end, write_end = posix.pipe()
    pid = clone(settings["clone_number"], SERVER)
    if pid == 0:
        try:
            follow(settings["judge_pid"])
            solution = read_solution(size)
            listener = -1
            if not solution["processes"]:
                # What was just imported may have started programs; what comes now may not.
                listener, layers = be_supervised(settings["seccomp_number"], layers)
            # Not before: a module that opens a file when it is imported must not get this number.
            posix.close(read_end)
            freeze()
            ready(listener)
            serve(settings, layers, max(end_of_own, read_end + 1, write_end + 1), solution)
        finally:
            posix._exit(1)
    posix.close(write_end)
    if pid < 0:
        posix.write(CONTROL, FAILED)
    # The other end closes when the solution's server and its cases have ended.
    posix.read(read_end, 1)
    posix.close(read_end)


def read_solution(size):
    """The solution that the judge prepared; what it imports from outside its folder is loaded."""
    solution = payload(SOLUTION, size)
    codes = loads(solution["codes"])
    solution["code"] = codes[0]
    solution["local"] = {name: (code, *rest) for (name, *rest), code in zip(solution["local"], codes[1:])}
    solution["files"] = frozenset(solution["files"])
    if solution["by_author"] and hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    loader.preload(solution["preload"])
    loader.prepare(solution)
    if "measuring" in solution:
        code, way = solution.pop("measuring")
        names = {}
        exec(code, names)
        KINDS[solution["kind"]] = names["measured"](way)
    return solution
