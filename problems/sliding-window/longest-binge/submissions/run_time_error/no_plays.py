"""Mistake: takes the maximum over all starts, which does not exist for an empty list.

Raises ValueError on the empty case and is right on all others.
"""


def longest_binge(titles: list[str]) -> tuple[int, int]:
    """Collect the run from each start, then take the longest."""
    next_play: dict[str, int] = {}
    reach = len(titles)
    runs: list[tuple[int, int]] = []
    for start in range(len(titles) - 1, -1, -1):
        reach = min(reach, next_play.get(titles[start], reach))
        next_play[titles[start]] = start
        runs.append((start, reach))
    return max(runs, key=lambda run: run[1] - run[0])
