"""Wrong: splits at white space and wants exactly five or six fields, the request taking two of them or one.

Requests with more spaces are called malformed and doubled spaces are overlooked; the second sample shows both.
"""

from __future__ import annotations

import sys
from collections import Counter


def main() -> None:
    """Read the log from standard input and print the counts."""
    counts: Counter[str] = Counter()
    malformed = 0
    for line in sys.stdin.read().splitlines():
        fields = line.split()
        if not fields:
            continue
        status, size = fields[-2:] if len(fields) > 1 else ("", "")
        quoted = " ".join(fields[2:-2])
        if (
            len(fields) in (5, 6)
            and fields[1].isdigit()
            and len(quoted) > 1
            and quoted[0] == quoted[-1] == '"'
            and len(status) == 3
            and status.isdigit()
            and "100" <= status <= "599"
            and (size == "-" or size.isdigit())
        ):
            counts[status] += 1
        else:
            malformed += 1
    for status, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        print(status, count)
    print("malformed", malformed)


if __name__ == "__main__":
    main()
