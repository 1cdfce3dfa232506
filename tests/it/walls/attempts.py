"""Tries to change the parent of this process, and says what happened to each attempt."""

import ctypes
import fcntl
import os
import resource
import signal
import socket

F_SETSIG, F_SETOWN_EX, FIOSETOWN = 10, 15, 0x8901
X32_GETPID = 0x40000000 | 39
PR_GET_DUMPABLE = 3
REPLY = 3
ENDS = socket.socketpair()


def outcome(attempt):
    try:
        attempt()
    except OSError:
        return "refused"
    return "done"


def second_number():
    """Calls the kernel by a number of the x32 interface, which no filter lists."""
    if ctypes.CDLL(None).syscall(X32_GETPID) < 0:
        raise OSError


def be_looked_into():
    """Only a process whose memory may be written to a core file may be looked into."""
    if ctypes.CDLL(None).prctl(PR_GET_DUMPABLE) == 0:
        raise OSError


def use_descriptors_of_the_harness():
    """Everything after the reply is closed."""
    for descriptor in range(REPLY + 1, 64):
        if descriptor not in (own.fileno() for own in ENDS):
            try:
                os.fstat(descriptor)
            except OSError:
                continue
            return
    raise OSError


def f():
    judge = os.getppid()
    end = ENDS[0]
    attempts = {
        "signal": lambda: os.kill(judge, signal.SIGCONT),
        "signal its group": lambda: os.killpg(os.getpgid(judge), signal.SIGCONT),
        "its limits": lambda: resource.prlimit(judge, resource.RLIMIT_CORE),
        "its processors": lambda: os.sched_setaffinity(judge, os.sched_getaffinity(0)),
        "its priority": lambda: os.setpriority(os.PRIO_PROCESS, judge, 19),
        "signal by a descriptor": lambda: fcntl.fcntl(end, fcntl.F_SETOWN, judge),
        "signal by a descriptor, extended": lambda: fcntl.fcntl(end, F_SETOWN_EX, bytes(8)),
        "signal by a descriptor, ioctl": lambda: fcntl.ioctl(end, FIOSETOWN, bytes(4)),
        "which signal": lambda: fcntl.fcntl(end, F_SETSIG, signal.SIGTERM),
        "its memory": lambda: open(f"/proc/{judge}/mem", "rb").close(),
        "its environment": lambda: open(f"/proc/{judge}/environ", "rb").close(),
        "a second set of system calls": second_number,
        "being looked into": be_looked_into,
        "descriptors of the harness": use_descriptors_of_the_harness,
    }
    # Of its own it may change these.
    resource.prlimit(0, resource.RLIMIT_CORE, (0, 0))
    os.sched_setaffinity(0, os.sched_getaffinity(0))
    return {name: outcome(attempt) for name, attempt in attempts.items()}
