"""Too slow: keeps the merged plays of everybody in one list and rebuilds it for each play, O(n x merged plays)."""

from __future__ import annotations


def add_watch_time(totals: dict[str, int], plays: list[tuple[str, str, int, int]]) -> None:
    """Add the watch time of each title to `totals`."""
    merged: list[tuple[str, str, int, int]] = []
    for viewer, title, start, end in plays:
        if end <= start:
            continue
        others = []
        for play in merged:
            if play[0] == viewer and play[1] == title and play[2] <= end and start <= play[3]:
                start = min(start, play[2])
                end = max(end, play[3])
            else:
                others.append(play)
        others.append((viewer, title, start, end))
        merged = others
    for _, title, start, end in merged:
        totals[title] = totals.get(title, 0) + end - start
