"""Independent: no patterns, each line is cut at its quotes and the pieces are checked by hand."""

from __future__ import annotations

import sys

DIGITS = frozenset("0123456789")
CLIENT = DIGITS | frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.:-")


def status_of(line: str) -> int | None:
    """Return the status code of a well-formed line, None for a malformed one."""
    pieces = line.split('"')
    if len(pieces) != 3:
        return None
    before = pieces[0].split(" ")
    after = pieces[2].split(" ")
    if len(before) != 3 or before[2] or len(after) != 3 or after[0]:
        return None
    client, time = before[0], before[1]
    status, size = after[1], after[2]
    if not client or not CLIENT.issuperset(client):
        return None
    if not time or not DIGITS.issuperset(time):
        return None
    if len(status) != 3 or not DIGITS.issuperset(status) or not "1" <= status[0] <= "5":
        return None
    if size != "-" and (not size or not DIGITS.issuperset(size)):
        return None
    return int(status)


def main() -> None:
    """Read the log from standard input and print the counts."""
    table = [0] * 600
    malformed = 0
    for raw in sys.stdin.buffer.read().split(b"\n"):
        line = raw.decode("ascii")
        if line.endswith("\r"):
            line = line[:-1]
        if line == "":
            continue
        status = status_of(line)
        if status is None:
            malformed += 1
        else:
            table[status] += 1
    order = [status for status in range(100, 600) if table[status]]
    order.sort(key=table.__getitem__, reverse=True)
    out = [f"{status} {table[status]}" for status in order]
    out.append(f"malformed {malformed}")
    print("\n".join(out))


if __name__ == "__main__":
    main()
