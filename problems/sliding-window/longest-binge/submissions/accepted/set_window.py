"""Independent solution: a set of the titles in the window, shrunk one play at a time."""


def longest_binge(titles: list[str]) -> tuple[int, int]:
    """Return [start, end) of a longest run without a repeat; each play enters and leaves once."""
    inside: set[str] = set()
    start = 0
    best = (0, 0)
    for index, title in enumerate(titles):
        while title in inside:
            inside.remove(titles[start])
            start += 1
        inside.add(title)
        if len(inside) > best[1] - best[0]:
            best = (start, index + 1)
    return best
