"""Slow: keeps one window, but looks for the repeat by scanning the window as a list.

The two ends only move right, yet each play costs the length of the window: O(n * length of the
runs). Every case with runs of tens of thousands of plays catches it.
"""


def longest_binge(titles: list[str]) -> tuple[int, int]:
    """Keep the window as a list and scan it for each new play."""
    window: list[str] = []
    best = (0, 0)
    for index, title in enumerate(titles):
        if title in window:
            window = window[window.index(title) + 1 :]
        window.append(title)
        if len(window) > best[1] - best[0]:
            best = (index + 1 - len(window), index + 1)
    return best
