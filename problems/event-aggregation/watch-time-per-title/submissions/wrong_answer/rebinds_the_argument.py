"""Wrong: builds a new dictionary and gives it the name of the argument, so the caller's totals never change.

The numbers are right, but they are in the wrong place.
Caught by every case with a play that counts.
"""

from __future__ import annotations


def add_watch_time(totals: dict[str, int], plays: list[tuple[str, str, int, int]]) -> None:
    """Add the watch time of each title to `totals`."""
    totals = dict(totals)
    pair: tuple[str, str] | None = None
    covered_to = 0
    for viewer, title, start, end in sorted(plays):
        if end <= start:
            continue
        if (viewer, title) != pair:
            pair = (viewer, title)
            covered_to = start
        gain = end - max(start, covered_to)
        if gain > 0:
            totals[title] = totals.get(title, 0) + gain
            covered_to = end
