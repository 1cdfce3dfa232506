"""Checks that a text is a legal access log: its size and its characters."""

from __future__ import annotations

import re

MAX_LINES = 50_000
MAX_LINE_LENGTH = 200
FOREIGN = re.compile(r"[^ -~\n]")


def validate(args: str) -> str | None:
    """Return None for a legal log, otherwise what is wrong with it."""
    text = args.replace("\r\n", "\n")
    foreign = FOREIGN.search(text)
    if foreign is not None:
        line = text.count("\n", 0, foreign.start()) + 1
        return f"line {line} holds the character {foreign.group()!r}, only printable ASCII is allowed"
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    if len(lines) > MAX_LINES:
        return f"the log has {len(lines)} lines, at most {MAX_LINES} are allowed"
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE_LENGTH:
            return f"line {number} has {len(line)} characters, at most {MAX_LINE_LENGTH} are allowed"
    return None
