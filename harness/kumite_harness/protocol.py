"""Descriptors and messages between the judge and the harness."""

from marshal import loads
from posix import _exit, pread, read, write

# The judge opens these before it starts the interpreter. All but CONTROL are anonymous files that it keeps a hand on.
# What a case keeps comes first, so that the rest is closed in one go.
STDIN, STDOUT, STDERR, REPLY, CONTROL, CASE, HARNESS, SOLUTION = range(8)

# What the judge asks for: one letter, then the length of what it put into CASE or SOLUTION.
RUN, TOGETHER, NOTHING, COMPILE, SERVE = b"c", b"t", b"n", b"p", b"s"

# What a process answers on CONTROL: "ready", "a case begins here", "what was asked for did not come to begin". Who says
# it, the judge hears from the kernel. Every answer is a letter, and every request a letter and eight bytes: the channel
# keeps no messages apart.
READY, ENTERED, FAILED = b"r", b"e", b"f"
REQUEST_LENGTH = 9

# What a child writes to REPLY: LOADED once, then one of the others with its payload.
LOADED, ANSWER, FINISHED, RAISED, UNENCODABLE, MISSING, CODE = b"L", b"A", b"F", b"R", b"U", b"M", b"C"

# What a child that runs cases together writes last: what of the solution is not as it was.
CHANGED = b"K"


def receive():
    """Wait for the judge; returns the letter and the length. Ends this process when the judge is gone."""
    message = read(CONTROL, REQUEST_LENGTH)
    if not message:
        _exit(0)
    return message[:1], int.from_bytes(message[1:], "little")


def payload(descriptor, size):
    """What the judge put into CASE or SOLUTION."""
    data = pread(descriptor, size, 0)
    while len(data) < size:
        data += pread(descriptor, size - len(data), len(data))
    return loads(data)


def send(kind, *parts):
    """Write one reply: its letter and its encoded parts."""
    data = kind + b"".join(parts)
    sent = write(REPLY, data)
    while sent < len(data):
        sent += write(REPLY, data[sent:])
