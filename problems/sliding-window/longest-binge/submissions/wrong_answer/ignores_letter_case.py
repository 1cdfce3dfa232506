"""Mistake: tidies the titles first, so that Comet, comet and "Comet " become one title.

No sample shows it; the cases with the tag text do.
"""


def longest_binge(titles: list[str]) -> tuple[int, int]:
    """Compare titles without letter case and outer spaces."""
    last_seen: dict[str, int] = {}
    start = 0
    best = (0, 0)
    for index, title in enumerate(titles):
        key = title.strip().casefold()
        start = max(start, last_seen.get(key, -1) + 1)
        last_seen[key] = index
        if index + 1 - start > best[1] - best[0]:
            best = (start, index + 1)
    return best
