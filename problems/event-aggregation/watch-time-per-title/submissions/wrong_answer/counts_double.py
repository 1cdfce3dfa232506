"""Wrong: adds up the lengths of all plays, so overlapping devices count twice.

Caught by two overlapping plays of one viewer and title.
"""

from __future__ import annotations


def add_watch_time(totals: dict[str, int], plays: list[tuple[str, str, int, int]]) -> None:
    """Add the watch time of each title to `totals`."""
    for _, title, start, end in plays:
        if start < end:
            totals[title] = totals.get(title, 0) + end - start
