"""Sort by viewer, title and start, and add what each play covers beyond the plays before it: O(n log n)."""

from __future__ import annotations


def add_watch_time(totals: dict[str, int], plays: list[tuple[str, str, int, int]]) -> None:
    """Add the watch time of each title to `totals`."""
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
