"""Brute force: starts at every play and adds plays to a set until a title repeats.

Right, but O(n * length of the runs): too slow as soon as the runs are long.
"""


def longest_binge(titles: list[str]) -> tuple[int, int]:
    """Try every start and keep the longest run."""
    best = (0, 0)
    for start in range(len(titles)):
        seen: set[str] = set()
        end = start
        while end < len(titles) and titles[end] not in seen:
            seen.add(titles[end])
            end += 1
        if end - start > best[1] - best[0]:
            best = (start, end)
    return best
