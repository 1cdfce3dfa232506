"""Wrong: replaces the total of a title by its new watch time instead of adding to it.

Caught by a title that is already in the totals with more than 0 and is watched.
"""

from __future__ import annotations


def add_watch_time(totals: dict[str, int], plays: list[tuple[str, str, int, int]]) -> None:
    """Add the watch time of each title to `totals`."""
    new: dict[str, int] = {}
    covered_to: dict[tuple[str, str], int] = {}
    for viewer, title, start, end in sorted(plays):
        gain = end - max(start, covered_to.get((viewer, title), start))
        if gain > 0:
            new[title] = new.get(title, 0) + gain
            covered_to[viewer, title] = end
    totals.update(new)
