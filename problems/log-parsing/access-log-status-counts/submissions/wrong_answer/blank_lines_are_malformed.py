"""Wrong: counts blank lines as malformed.

Caught by the second sample and by only-blank-lines.
"""

from __future__ import annotations

import re
import sys
from collections import Counter

LINE = re.compile(r'[A-Za-z0-9.:-]+ [0-9]+ "[^"]*" ([1-5][0-9][0-9]) (?:-|[0-9]+)')


def main() -> None:
    """Read the log from standard input and print the counts."""
    counts: Counter[str] = Counter()
    malformed = 0
    for raw in sys.stdin:
        line = raw.rstrip("\r\n")
        match = LINE.fullmatch(line)
        if match is None:
            malformed += 1
        else:
            counts[match.group(1)] += 1
    for status, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        print(status, count)
    print("malformed", malformed)


if __name__ == "__main__":
    main()
