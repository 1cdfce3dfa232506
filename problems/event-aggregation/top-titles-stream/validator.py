"""Checks what the constraints of `top-titles-stream` cannot say: the number of calls."""

from __future__ import annotations


def validate(args: dict) -> str | None:
    """Return None if the input is legal, otherwise what is wrong with it."""
    count = len(args["calls"])
    if not 1 <= count <= 24_000:
        return f"there are {count} calls, not 1 to 24,000"
    return None
