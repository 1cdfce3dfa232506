"""Runs a case in a process of its own, as a server does, but without walls: what it wrote and how it left."""

import os
import tempfile
import textwrap

import harness_path
from kumite_harness import child, loader, protocol

FILE_NAME = "solution.py"


def solution(source, kind="function", entry="f", **facts):
    """A solution as the server reads it. Shapes default to those of plain arguments and a plain answer."""
    compiled = compile(textwrap.dedent(source), FILE_NAME, "exec")
    made = {
        "kind": kind,
        "entry": entry,
        "filename": FILE_NAME,
        "files": frozenset({FILE_NAME}),
        "code": compiled,
        "local": {},
        "params": None,
        "returns": None,
        "mutates": None,
        "aside": True,
    }
    made.update(facts)
    return made


def run(made, case, stdin=b""):
    """The reply, the exit code, standard output and standard error."""

    def action():
        loader.prepare(made)
        child.run(made, case)

    return in_fork(action, stdin)


def in_fork(action, stdin=b""):
    """Calls something that writes to the reply and ends its process."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as reply:
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            given.write(stdin)
            given.flush()
            given.seek(0)
            pid = os.fork()
            if pid == 0:
                become_child(action, [given, out, err], reply)
            _, status = os.waitpid(pid, 0)
            written = []
            for file in (reply, out, err):
                file.seek(0)
                written.append(file.read())
            return written[0], os.waitstatus_to_exitcode(status), written[1], written[2]


def become_child(action, streams, reply):
    """Puts the descriptors in their places and never returns."""
    try:
        # Moved up first, so that no place is taken by a descriptor that is still to be moved.
        sources = [os.dup2(file.fileno(), 100 + index) for index, file in enumerate([*streams, reply])]
        for place, source in zip([0, 1, 2, protocol.REPLY], sources):
            os.dup2(source, place)
        import sys

        sys.stdin, sys.stdout, sys.stderr = (open(place, mode) for place, mode in [(0, "r"), (1, "w"), (2, "w")])
        action()
    finally:
        os._exit(70)
