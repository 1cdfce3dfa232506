"""Slow: moves the window with a queue, but counts the errors in it anew at each moment.

Right, and quick while the window is small. A window with tens of thousands of requests costs its
whole length at each moment, so every scale case catches it.
"""

from collections import deque


def first_alarm(
    requests: list[tuple[int, int]], window_ms: int, max_percent: int, min_requests: int
) -> tuple[int, float] | None:
    """Keep the requests of the window, but not the number of its errors."""
    window: deque[tuple[int, int]] = deque()
    for index, (moment, status) in enumerate(requests):
        window.append((moment, status))
        if index + 1 < len(requests) and requests[index + 1][0] == moment:
            continue
        while window[0][0] <= moment - window_ms:
            window.popleft()
        errors = sum(1 for _, answered in window if answered >= 500)
        if len(window) >= min_requests and 100 * errors > max_percent * len(window):
            return moment, errors / len(window)
    return None
