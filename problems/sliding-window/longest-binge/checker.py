"""Accepts every longest run without a repeated title."""

from typing import Any


def check(args: list[Any], expected: Any, answer: Any) -> str | None:
    """Return None if the answer is a longest run, else a text that says what is wrong."""
    titles = args[0]
    if not isinstance(answer, (list, tuple)) or len(answer) != 2:
        return f"expected two indices (start, end), got {answer!r}"
    start, end = answer
    if type(start) is not int or type(end) is not int:
        return f"start and end must be integers, got {start!r} and {end!r}"
    if not 0 <= start <= end <= len(titles):
        return (
            f"({start}, {end}) is not a run of the list: "
            f"0 <= start <= end <= {len(titles)} must hold"
        )
    last_seen: dict[str, int] = {}
    for index in range(start, end):
        title = titles[index]
        if title in last_seen:
            return (
                f"the run ({start}, {end}) repeats {title!r}: "
                f"plays {last_seen[title]} and {index}"
            )
        last_seen[title] = index
    longest = expected[1] - expected[0]
    if end - start < longest:
        return f"the run ({start}, {end}) has {end - start} plays, a longest run has {longest}"
    if end - start > longest:
        return (
            f"the run ({start}, {end}) is valid and has {end - start} plays, "
            f"but the expected answer has only {longest}: the expected answer is wrong"
        )
    return None
