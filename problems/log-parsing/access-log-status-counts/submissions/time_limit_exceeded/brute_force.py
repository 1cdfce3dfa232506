"""Brute force: reads every line character by character, and the whole log again for each of the 500 codes.

Correct, and an idea of its own, so it serves as the oracle on small logs.
500 passes over 50,000 lines are far too slow on every scale case.
"""

from __future__ import annotations

import sys

DIGITS = "0123456789"
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def skip(line: str, at: int, allowed: str) -> int:
    """Return the first place from `at` on whose character is not allowed."""
    while at < len(line) and line[at] in allowed:
        at += 1
    return at


def status_of(line: str) -> str | None:
    """Return the status code of a well-formed line, None for a malformed one."""
    line += "\n"
    at = skip(line, 0, LETTERS + DIGITS + ".:-")
    if at == 0 or line[at] != " ":
        return None
    start = at + 1
    at = skip(line, start, DIGITS)
    if at == start or line[at] != " " or line[at + 1] != '"':
        return None
    at += 2
    while line[at] not in '"\n':
        at += 1
    if line[at] != '"' or line[at + 1] != " ":
        return None
    start = at + 2
    at = skip(line, start, DIGITS)
    if at - start != 3 or line[start] not in "12345" or line[at] != " ":
        return None
    status = line[start:at]
    start = at + 1
    at = start + 1 if line[start] == "-" else skip(line, start, DIGITS)
    if at == start or line[at] != "\n":
        return None
    return status


def main() -> None:
    """Read the log from standard input and print the counts."""
    lines = [line for line in sys.stdin.read().replace("\r\n", "\n").split("\n") if line]
    found: list[tuple[int, int]] = []
    for code in range(100, 600):
        count = sum(status_of(line) == str(code) for line in lines)
        if count:
            found.append((-count, code))
    for negative, code in sorted(found):
        print(code, -negative)
    print("malformed", sum(status_of(line) is None for line in lines))


if __name__ == "__main__":
    main()
