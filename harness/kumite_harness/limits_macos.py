"""What takes the place of `limits` on macOS, which makes no child for the judge: every function of the same name.

A server does the next request with its own process, which is the judge's child already, and serves nothing more. What
contains it was put on by the judge before this interpreter started and never changes.
"""

from posix import closerange, write

from kumite_harness.protocol import CONTROL, ENTERED, READY

SERVER = 0


def be_supervised(number, layers):
    """Nobody is asked."""
    return -1, layers


def ready(listener):
    """Tell the judge to send requests."""
    write(CONTROL, READY)


def prepare_layers(settings):
    """The judge, and no ruleset."""
    return settings["judge_pid"], -1


def case_flags(processes):
    """How many processes a case may start."""
    return processes


def clone(number, processes):
    """Become the child. -1 where it may start others: nothing here would end them with it."""
    return -1 if processes else 0


def hide():
    """Nothing to do: the profile lets no process look into another."""


def follow(judge):
    """Nothing to do: a server ends when the judge's end of the channel is closed."""


def confine(layers, end_of_own, processes):
    """Close the harness's own descriptors. The judge is told before, because after it nobody else is to blame."""
    write(CONTROL, ENTERED)
    closerange(CONTROL, end_of_own)


def compile_source(source, filename):
    """The code object of a file's bytes."""
    return compile(source, filename, "exec", dont_inherit=True)
