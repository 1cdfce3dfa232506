"""Needs too much memory: puts every watched second into a set. A play of two billion seconds fills it."""

from __future__ import annotations


def add_watch_time(totals: dict[str, int], plays: list[tuple[str, str, int, int]]) -> None:
    """Add the watch time of each title to `totals`."""
    seconds: dict[tuple[str, str], set[int]] = {}
    for viewer, title, start, end in plays:
        if start < end:
            seconds.setdefault((viewer, title), set()).update(range(start, end))
    for (_, title), watched in seconds.items():
        totals[title] = totals.get(title, 0) + len(watched)
