"""What the kernel is asked for: a child of the judge's own, and the last layers around it.

The layers that never change (file access, most system calls) were put on by the judge before this interpreter
started. What is put on here, before the first byte of the candidate's code: no other process may be started, and no
signal sent to anyone but itself. One filter holds that for a server and its cases: it has the kernel ask the judge, who
knows which of them is the server. Where nobody can be asked, each child puts one on. Where a problem allows processes,
the child is the first process of a namespace instead: it can start and signal its own, and when it ends the kernel ends
them all. That it ends with the judge it can take back in no case.

Besides, what else is asked of a function of C.
"""

# Not `ctypes`: what that imports would be copied with every fork, and takes a third of the time of an interpreter's start.
import _ctypes
from posix import _exit, close, closerange, getpid, getppid, write

from kumite_harness.protocol import CONTROL, ENTERED, READY

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
SECCOMP_MODE_FILTER = 2
SECCOMP_SET_MODE_FILTER, NEW_LISTENER, WAIT_KILLABLE_RECV = 1, 1 << 3, 1 << 5
SOL_SOCKET, SCM_RIGHTS = 1, 1
SIGKILL, SIGCHLD = 9, 17
CLONE_VFORK, CLONE_PARENT, CLONE_NEWUSER, CLONE_NEWPID = 0x4000, 0x8000, 0x1000_0000, 0x2000_0000
RLIMIT_NPROC = 6
LANDLOCK_CREATE_RULESET, LANDLOCK_RESTRICT_SELF = 444, 446


class Long(_ctypes._SimpleCData):
    _type_ = "l"


class Function(_ctypes.CFuncPtr):
    """A function of the C library. It keeps the interpreter lock: nothing may run between the clone and its hooks."""

    _flags_ = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_PYTHONAPI
    _restype_ = Long


class Hook(_ctypes.CFuncPtr):
    """The same without a result."""

    _flags_ = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_PYTHONAPI
    _restype_ = None


LIBRARY = _ctypes.dlopen(None, 0)
syscall, prctl, setrlimit, sendmsg = (
    Function(_ctypes.dlsym(LIBRARY, name)) for name in ("syscall", "prctl", "setrlimit", "sendmsg")
)
before_fork, after_fork_in_parent, after_fork_in_child = (
    Hook(_ctypes.dlsym(LIBRARY, name)) for name in ("PyOS_BeforeFork", "PyOS_AfterFork_Parent", "PyOS_AfterFork_Child")
)


# In CPython the bytes follow the head of the object; a zero behind them is counted with it. An array of ctypes would be a
# class of its own, which costs more than all that is done here.
BYTES_HEAD = bytes.__basicsize__ - 1


def address(content):
    """Where these bytes lie, for a structure that points to them. They have to be held as long as that is used."""
    return id(content) + BYTES_HEAD


def numbers(*values):
    """Numbers as the C library keeps sizes and addresses."""
    return b"".join([value.to_bytes(8, "little") for value in values])


# How another server is made.
SERVER = CLONE_PARENT | SIGCHLD


def case_flags(processes):
    """How a case is made that may start this many processes.

    A server sleeps until its case has ended. What it touched meanwhile would be copied, because the case has it, too.
    """
    return SERVER | CLONE_VFORK | (CLONE_NEWUSER | CLONE_NEWPID if processes else 0)


def clone(number, flags):
    """Like fork, but the child's parent is the judge: exit status and usage come to it from the kernel.

    Returns -1 where the kernel gives no namespace.
    """
    before_fork()
    pid = syscall(number, flags, 0, 0, 0, 0)
    if pid == 0:
        after_fork_in_child()
    else:
        after_fork_in_parent()
    return pid


def hide():
    """Let nobody look into this process. A child inherits it; a program that is started does not."""
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def follow(judge):
    """Die when the judge does. No child inherits it."""
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    parent = getppid()
    # From inside a namespace the parent cannot be seen.
    if parent != judge and parent != 0:
        _exit(1)


def scope_ruleset(scopes):
    """A Landlock ruleset that cuts signals and abstract sockets to the outside; negative where there is none."""
    if not scopes:
        return -1
    return syscall(LANDLOCK_CREATE_RULESET, numbers(0, 0, scopes), 24, 0)


def program(code):
    """What the kernel takes as a filter of these instructions."""
    return numbers(len(code) // 8, address(code))


def be_supervised(number, layers):
    """Put on this process what then holds for its children, too: the ruleset, and the filter that has the kernel ask.

    `number` is that of the system call. Returns the descriptor on which the kernel asks, or -1, and the layers that are
    left for a child.
    """
    judge, ruleset, supervised, _, _, with_processes = layers
    if not supervised:
        return -1, layers
    restrict(ruleset)
    flags = NEW_LISTENER | WAIT_KILLABLE_RECV
    listener = syscall(number, SECCOMP_SET_MODE_FILTER, flags, program(supervised))
    if listener < 0:
        _exit(1)
    return listener, (judge, -1, b"", b"", (), with_processes)


def restrict(ruleset):
    """Put a Landlock ruleset on this process, if there is one."""
    if ruleset >= 0:
        syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0)


def ready(listener):
    """Tell the judge to send requests, and hand over where the kernel asks."""
    if listener < 0:
        write(CONTROL, READY)
        return
    part = numbers(address(READY), len(READY))
    kind = SOL_SOCKET.to_bytes(4, "little") + SCM_RIGHTS.to_bytes(4, "little")
    rights = numbers(20) + kind + numbers(listener)
    header = numbers(0, 0, address(part), 1, address(rights), len(rights), 0)
    if sendmsg(CONTROL, header, 0) != len(READY):
        _exit(1)
    close(listener)


def prepare_layers(settings):
    """What is put on later: the judge, the ruleset, and the filters of a server, of a child, and of one with processes.

    Behind the filter of a child are the places in it of the child's number. Empty is for none.
    """
    filters = [settings[name] for name in ("supervised_filter", "child_filter", "pid_offsets", "family_filter")]
    return settings["judge_pid"], scope_ruleset(settings["landlock_scopes"]), *filters


def confine(layers, end_of_own, processes):
    """Put the last layers on this process, which may start this many others.

    The harness's own descriptors, those below `end_of_own`, are closed; what a case needs stays open. The judge is told
    before, because after it nobody but the candidate's code is to blame for an end.
    """
    judge, ruleset, _, alone, places, with_processes = layers
    follow(judge)
    restrict(ruleset)
    write(CONTROL, ENTERED)
    closerange(CONTROL, end_of_own)
    if processes:
        setrlimit(RLIMIT_NPROC, numbers(processes + 1, processes + 1))
        alone, places = with_processes, ()
    if alone:
        own = getpid().to_bytes(4, "little")
        for place in places:
            alone = alone[:place] + own + alone[place + 4 :]
        if prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program(alone), 0, 0) != 0:
            _exit(1)


class Object(_ctypes._SimpleCData):
    _type_ = "O"


class Maker(_ctypes.CFuncPtr):
    """A function of the interpreter's own that gives an object, or raises what it set as an exception."""

    _flags_ = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_PYTHONAPI
    _restype_ = Object


compile_string = Maker(_ctypes.dlsym(LIBRARY, "Py_CompileStringObject"))
PY_FILE_INPUT, OPTIMIZED_AS_THE_INTERPRETER = 257, -1


def compile_source(source, filename):
    """What `compile(source, filename, "exec", dont_inherit=True)` gives for bytes.

    The builtin first makes every class of the module `ast`, which takes longer than all of a short file.
    """
    if b"\0" in source:
        # Where the other function would stop reading; the builtin refuses it.
        return compile(source, filename, "exec", dont_inherit=True)
    return compile_string(source, Object(filename), PY_FILE_INPUT, None, OPTIMIZED_AS_THE_INTERPRETER)
