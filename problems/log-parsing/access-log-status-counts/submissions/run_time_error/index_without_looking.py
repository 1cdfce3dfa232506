"""Crash: takes the piece after the second quote without asking whether there is one.

Raises IndexError on the first line that has fewer than two quotes; the first sample has one.
"""

from __future__ import annotations

import sys
from collections import Counter


def main() -> None:
    """Read the log from standard input and print the counts."""
    counts: Counter[str] = Counter()
    malformed = 0
    for line in sys.stdin.read().splitlines():
        if not line:
            continue
        tail = line.split('"')[2].split()
        if len(tail) == 2 and len(tail[0]) == 3 and tail[0].isdigit():
            counts[tail[0]] += 1
        else:
            malformed += 1
    for status, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        print(status, count)
    print("malformed", malformed)


if __name__ == "__main__":
    main()
