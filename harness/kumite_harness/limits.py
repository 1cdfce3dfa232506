"""What the kernel is asked for: a child of the judge's own, and the last layers around it.

The layers that never change (file access, most system calls) were put on by the judge before this interpreter
started. What is put on here, once per child and before the first byte of the candidate's code: no other process may be
started, and no signal sent to anyone but itself. Where a problem allows processes, the child is the first process of
a namespace instead: it can start and signal its own, and when it ends the kernel ends them all.
"""

import ctypes
from posix import _exit, close, getpid, getppid

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
SECCOMP_MODE_FILTER = 2
SIGKILL, SIGCHLD = 9, 17
CLONE_PARENT, CLONE_NEWUSER, CLONE_NEWPID = 0x8000, 0x1000_0000, 0x2000_0000
RLIMIT_NPROC = 6
LANDLOCK_CREATE_RULESET, LANDLOCK_RESTRICT_SELF = 444, 446


class Kernel:
    """The system calls that Python has no function for, and the layers prepared for a child."""

    def __init__(self, settings):
        # PyDLL keeps the interpreter lock: nothing may run between the clone and the hooks around it.
        self.library = ctypes.PyDLL(None)
        self.syscall = self.library.syscall
        self.prctl = self.library.prctl
        self.before_fork = ctypes.pythonapi.PyOS_BeforeFork
        self.after_parent = ctypes.pythonapi.PyOS_AfterFork_Parent
        self.after_child = ctypes.pythonapi.PyOS_AfterFork_Child
        for hook in (self.before_fork, self.after_parent, self.after_child):
            hook.restype = None
        self.judge = settings["judge_pid"]
        self.clone_number = settings["clone_number"]
        self.ruleset = self.scope_ruleset(settings["landlock_scopes"])
        self.filter, self.pid_offsets = settings["child_filter"], settings["pid_offsets"]
        if self.filter:
            self.instructions = ctypes.create_string_buffer(self.filter, len(self.filter))
            self.program = ctypes.create_string_buffer(16)
            length, address = len(self.filter) // 8, ctypes.addressof(self.instructions)
            self.program[:] = length.to_bytes(8, "little") + address.to_bytes(8, "little")

    def scope_ruleset(self, scopes):
        """A Landlock ruleset that cuts signals and abstract sockets to the outside; None where there is none."""
        if not scopes:
            return None
        attributes = ctypes.create_string_buffer((0).to_bytes(16, "little") + scopes.to_bytes(8, "little"), 24)
        ruleset = self.syscall(LANDLOCK_CREATE_RULESET, attributes, 24, 0)
        return ruleset if ruleset >= 0 else None

    def clone(self, own_namespace=False):
        """Like fork, but the child's parent is the judge: exit status and usage come to it from the kernel.

        Returns -1 where the kernel gives no namespace.
        """
        flags = CLONE_PARENT | SIGCHLD | (CLONE_NEWUSER | CLONE_NEWPID if own_namespace else 0)
        self.before_fork()
        pid = self.syscall(self.clone_number, flags, 0, 0, 0, 0)
        if pid == 0:
            self.after_child()
        else:
            self.after_parent()
        return pid

    def follow_judge(self):
        """Die when the judge does, and let nobody look into this process."""
        self.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        self.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
        # From inside a namespace the parent cannot be seen.
        if getppid() not in (self.judge, 0):
            _exit(1)

    def confine(self, processes):
        """Put the last layers on this process, which may start this many others."""
        if self.ruleset is not None:
            self.syscall(LANDLOCK_RESTRICT_SELF, self.ruleset, 0)
            close(self.ruleset)
        if processes:
            both = (processes + 1).to_bytes(8, "little") * 2
            self.library.setrlimit(RLIMIT_NPROC, ctypes.create_string_buffer(both, 16))
        elif self.filter:
            own = getpid().to_bytes(4, "little")
            for offset in self.pid_offsets:
                self.instructions[offset : offset + 4] = own
            if self.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, self.program, 0, 0) != 0:
                _exit(1)
