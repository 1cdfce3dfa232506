"""Checks what the constraints of `watch-time-per-title` cannot say: the inside of `totals`."""

from __future__ import annotations

import string

LETTERS = frozenset(string.ascii_letters + string.digits + " -")


def validate(args: list) -> str | None:
    """Return None if the arguments are legal, otherwise what is wrong with them."""
    totals = args[0]
    for title, seconds in totals.items():
        if not isinstance(title, str) or not 1 <= len(title) <= 40:
            return f"totals: the title {title!r} does not have 1 to 40 characters"
        if not LETTERS.issuperset(title):
            return f"totals: the title {title!r} has a character that is not an ASCII letter, a digit, a space or a hyphen"
        if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 <= seconds <= 1_000_000_000_000:
            return f"totals: the number of {title!r} is not a whole number from 0 to 1,000,000,000,000"
    return None
