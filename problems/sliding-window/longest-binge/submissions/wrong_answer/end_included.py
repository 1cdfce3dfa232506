"""Mistake: returns the index of the last play of the run, not the index after it.

Caught by every list that is not empty.
"""


def longest_binge(titles: list[str]) -> tuple[int, int]:
    """Return both ends included."""
    last_seen: dict[str, int] = {}
    start = 0
    best_start, best_length = 0, 0
    for index, title in enumerate(titles):
        start = max(start, last_seen.get(title, -1) + 1)
        last_seen[title] = index
        if index + 1 - start > best_length:
            best_start, best_length = start, index + 1 - start
    return best_start, max(0, best_start + best_length - 1)
