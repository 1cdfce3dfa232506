"""Wrong: merges all plays of a viewer, so a second title at the same time does not count.

Caught by one viewer who plays two titles at once.
No sample does that.
"""

from __future__ import annotations


def add_watch_time(totals: dict[str, int], plays: list[tuple[str, str, int, int]]) -> None:
    """Add the watch time of each title to `totals`."""
    covered_to: dict[str, int] = {}
    for viewer, title, start, end in sorted(plays, key=lambda play: play[2]):
        gain = end - max(start, covered_to.get(viewer, start))
        if gain > 0:
            totals[title] = totals.get(title, 0) + gain
            covered_to[viewer] = end
