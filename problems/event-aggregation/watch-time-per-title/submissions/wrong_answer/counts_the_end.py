"""Wrong: takes `end` as a second that is watched too, so a stretch is one second too long.

Caught by every case with a play that counts.
"""

from __future__ import annotations


def add_watch_time(totals: dict[str, int], plays: list[tuple[str, str, int, int]]) -> None:
    """Add the watch time of each title to `totals`."""
    covered_to: dict[tuple[str, str], int] = {}
    for viewer, title, start, end in sorted(plays):
        if end <= start:
            continue
        first = max(start, covered_to.get((viewer, title), -1) + 1)
        if first <= end:
            totals[title] = totals.get(title, 0) + end - first + 1
            covered_to[viewer, title] = end
