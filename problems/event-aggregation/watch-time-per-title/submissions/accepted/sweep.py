"""Sweep over time: count the active plays of each viewer and title; a stretch lasts from 0 to 1 and back to 0."""

from __future__ import annotations


def add_watch_time(totals: dict[str, int], plays: list[tuple[str, str, int, int]]) -> None:
    """Add the watch time of each title to `totals`."""
    changes: list[tuple[int, int, tuple[str, str]]] = []
    for viewer, title, start, end in plays:
        if start < end:
            changes.append((start, 1, (viewer, title)))
            changes.append((end, -1, (viewer, title)))
    changes.sort()

    active: dict[tuple[str, str], int] = {}
    since: dict[tuple[str, str], int] = {}
    for time, step, pair in changes:
        count = active.get(pair, 0)
        active[pair] = count + step
        if count == 0:
            since[pair] = time
        elif count + step == 0:
            title = pair[1]
            totals[title] = totals.get(title, 0) + time - since[pair]
