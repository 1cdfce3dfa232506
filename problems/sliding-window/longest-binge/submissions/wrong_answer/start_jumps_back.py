"""Mistake: a repeat always moves the start, even when the earlier play is already outside.

The start then moves to the left and the run holds a repeat. No sample shows it; a list such as
Comet, Harbor, Harbor, Comet (the tag stale-repeat) does.
"""


def longest_binge(titles: list[str]) -> tuple[int, int]:
    """Forget to check that the last play of the title lies inside the window."""
    last_seen: dict[str, int] = {}
    start = 0
    best = (0, 0)
    for index, title in enumerate(titles):
        if title in last_seen:
            start = last_seen[title] + 1
        last_seen[title] = index
        if index + 1 - start > best[1] - best[0]:
            best = (start, index + 1)
    return best
