"""Does once what most cases do, so that the interpreter need not find it out anew in each of them.

Where a type has an attribute, the interpreter looks up once and then remembers. What a case remembers is gone with its
process, and each such note costs it up to four pages, which have to be copied first.
"""

import sys
from _io import BufferedReader, BufferedWriter, BytesIO, FileIO, TextIOWrapper

from kumite_harness.protocol import STDIN

TYPES = (str, bytes, list, dict, set, tuple, FileIO, BufferedReader, BufferedWriter, TextIOWrapper)


def rehearse():
    """Look up what common types have, read and print; the streams of the cases stay as they are."""
    for kind in TYPES:
        for name in kind.__dict__:
            getattr(kind, name)
    usual = sys.stdin, sys.stdout
    sys.stdout = TextIOWrapper(BytesIO(), "utf-8")
    # Nothing is in the second yet; what it is made of is what a case reads from.
    for source in (BytesIO(b"1 2\n3\n4"), FileIO(STDIN, closefd=False)):
        sys.stdin = TextIOWrapper(BufferedReader(source), "utf-8")
        try:
            print(*map(int, input().split()), sep="")
        except EOFError:
            pass
        print(sys.stdin.readline(), end="")
        for line in sys.stdin:
            print(line.strip())
        sys.stdin.read()
    sys.stdin, sys.stdout = usual
