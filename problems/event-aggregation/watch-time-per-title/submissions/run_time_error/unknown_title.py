"""Fails: adds to `totals[title]` as if every title were there. A new title is a KeyError."""

from __future__ import annotations


def add_watch_time(totals: dict[str, int], plays: list[tuple[str, str, int, int]]) -> None:
    """Add the watch time of each title to `totals`."""
    covered_to: dict[tuple[str, str], int] = {}
    for viewer, title, start, end in sorted(plays):
        gain = end - max(start, covered_to.get((viewer, title), start))
        if gain > 0:
            totals[title] += gain
            covered_to[viewer, title] = end
