"""Wrong: takes the end of the last play for the end of what is covered (no `max`).

Caught by a short play inside a long one that is followed by a third play.
No sample has one.
"""

from __future__ import annotations


def add_watch_time(totals: dict[str, int], plays: list[tuple[str, str, int, int]]) -> None:
    """Add the watch time of each title to `totals`."""
    covered_to: dict[tuple[str, str], int] = {}
    for viewer, title, start, end in sorted(plays):
        if end <= start:
            continue
        gain = end - max(start, covered_to.get((viewer, title), start))
        if gain > 0:
            totals[title] = totals.get(title, 0) + gain
        covered_to[viewer, title] = end
