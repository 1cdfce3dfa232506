"""Slow: after each line the codes seen so far are counted anew with list.count.

Quadratic in the number of well-formed lines, so every scale case catches it.
"""

from __future__ import annotations

import re
import sys

LINE = re.compile(r'[A-Za-z0-9.:-]+ [0-9]+ "[^"]*" ([1-5][0-9][0-9]) (?:-|[0-9]+)')


def main() -> None:
    """Read the log from standard input and print the counts."""
    seen: list[str] = []
    counts: dict[str, int] = {}
    malformed = 0
    for line in sys.stdin.read().splitlines():
        if not line:
            continue
        match = LINE.fullmatch(line)
        if match is None:
            malformed += 1
            continue
        seen.append(match.group(1))
        counts[match.group(1)] = seen.count(match.group(1))
    for status, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        print(status, count)
    print("malformed", malformed)


if __name__ == "__main__":
    main()
