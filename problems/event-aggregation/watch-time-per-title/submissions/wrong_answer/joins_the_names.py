"""Wrong: glues viewer and title together as the key of a pair, so `a` + `b c` and `a b` + `c` are the same.

Caught by pairs whose names run together to the same text.
No sample has them.
"""

from __future__ import annotations


def add_watch_time(totals: dict[str, int], plays: list[tuple[str, str, int, int]]) -> None:
    """Add the watch time of each title to `totals`."""
    covered_to: dict[str, int] = {}
    for viewer, title, start, end in sorted(plays, key=lambda play: play[2]):
        key = f"{viewer} {title}"
        gain = end - max(start, covered_to.get(key, start))
        if gain > 0:
            totals[title] = totals.get(title, 0) + gain
            covered_to[key] = end
