"""Mistake: a repeat throws the whole run away and a new run starts at the repeated play.

Plays after the earlier one could have stayed. Caught by a repeat in the middle of a longer run,
as in the first sample.
"""


def longest_binge(titles: list[str]) -> tuple[int, int]:
    """Clear the set of titles at every repeat."""
    seen: set[str] = set()
    start = 0
    best = (0, 0)
    for index, title in enumerate(titles):
        if title in seen:
            seen.clear()
            start = index
        seen.add(title)
        if index + 1 - start > best[1] - best[0]:
            best = (start, index + 1)
    return best
