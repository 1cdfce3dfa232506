"""Wrong: Counter.most_common leaves codes with equal counts in the order in which they were first seen.

Caught by logs in which the larger of two equally frequent codes comes first, such as ties-in-another-order.
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
        if not line:
            continue
        match = LINE.fullmatch(line)
        if match is None:
            malformed += 1
        else:
            counts[match.group(1)] += 1
    for status, count in counts.most_common():
        print(status, count)
    print("malformed", malformed)


if __name__ == "__main__":
    main()
