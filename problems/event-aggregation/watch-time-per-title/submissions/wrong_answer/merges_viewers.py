"""Wrong: merges all plays of a title, so two viewers who watch at the same time count as one.

Caught by two viewers with overlapping plays of one title.
"""

from __future__ import annotations


def add_watch_time(totals: dict[str, int], plays: list[tuple[str, str, int, int]]) -> None:
    """Add the watch time of each title to `totals`."""
    covered_to: dict[str, int] = {}
    for _, title, start, end in sorted(plays, key=lambda play: play[2]):
        gain = end - max(start, covered_to.get(title, start))
        if gain > 0:
            totals[title] = totals.get(title, 0) + gain
            covered_to[title] = end
