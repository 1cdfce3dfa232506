"""Checks that the lines are not too long in total."""

from __future__ import annotations

MAX_TOTAL = 1_000_000


def validate(args: list) -> str | None:
    """Return None for legal arguments, otherwise what is wrong with them."""
    (lines,) = args
    total = sum(map(len, lines))
    if total > MAX_TOTAL:
        return f"the lines have {total} characters together, at most {MAX_TOTAL} are allowed"
    return None
