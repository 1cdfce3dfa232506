"""Wrong: adds a title to the totals for every play, so a title with only ignored plays appears with 0.

Caught by a new title whose plays all end at or before their start.
"""

from __future__ import annotations

from collections import defaultdict


def add_watch_time(totals: dict[str, int], plays: list[tuple[str, str, int, int]]) -> None:
    """Add the watch time of each title to `totals`."""
    groups: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for viewer, title, start, end in plays:
        groups[viewer, title].append((start, end))
    for (_, title), intervals in groups.items():
        watched = covered_to = 0
        for start, end in sorted(intervals):
            watched += max(0, end - max(start, covered_to))
            covered_to = max(covered_to, end)
        totals[title] = totals.get(title, 0) + watched
