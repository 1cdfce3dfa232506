"""Cut time at every start and end, and ask for each piece which plays cover it. Too slow: O(n^2).

Inside a piece nothing starts or ends, so a play covers all of it or nothing.
"""

from __future__ import annotations


def add_watch_time(totals: dict[str, int], plays: list[tuple[str, str, int, int]]) -> None:
    """Add the watch time of each title to `totals`."""
    cuts = sorted({time for _, _, start, end in plays for time in (start, end)})
    for left, right in zip(cuts, cuts[1:]):
        watching = {(viewer, title) for viewer, title, start, end in plays if start <= left and right <= end}
        for _, title in watching:
            totals[title] = totals.get(title, 0) + right - left
