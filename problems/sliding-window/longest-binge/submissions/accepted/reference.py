"""Reference: one window whose start jumps past the last play of a repeated title."""


def longest_binge(titles: list[str]) -> tuple[int, int]:
    """Return [start, end) of the leftmost longest run without a repeat, in O(n)."""
    last_seen: dict[str, int] = {}
    start = 0
    best_start, best_end = 0, 0
    for index, title in enumerate(titles):
        previous = last_seen.get(title, -1)
        if previous >= start:
            start = previous + 1
        last_seen[title] = index
        if index + 1 - start > best_end - best_start:
            best_start, best_end = start, index + 1
    return best_start, best_end
