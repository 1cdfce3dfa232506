"""Mistake: a run is compared with the best one only when a repeat closes it.

A longest run that reaches the end of the list is lost. Caught by a list without any repeat.
"""


def longest_binge(titles: list[str]) -> tuple[int, int]:
    """Update the best run at repeats only."""
    last_seen: dict[str, int] = {}
    start = 0
    best = (0, 0)
    for index, title in enumerate(titles):
        previous = last_seen.get(title, -1)
        if previous >= start:
            if index - start > best[1] - best[0]:
                best = (start, index)
            start = previous + 1
        last_seen[title] = index
    return best
