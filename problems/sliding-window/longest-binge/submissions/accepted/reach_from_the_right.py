"""Independent solution: walks from the right and computes how far a run from each play reaches."""


def longest_binge(titles: list[str]) -> tuple[int, int]:
    """Return [start, end) of the rightmost longest run without a repeat, in O(n).

    A run from a play ends before the next play of the same title, and before the
    end of the run from the following play.
    """
    next_play: dict[str, int] = {}
    reach = len(titles)
    best = (reach, reach)
    for start in range(len(titles) - 1, -1, -1):
        reach = min(reach, next_play.get(titles[start], reach))
        next_play[titles[start]] = start
        if reach - start > best[1] - best[0]:
            best = (start, reach)
    return best
