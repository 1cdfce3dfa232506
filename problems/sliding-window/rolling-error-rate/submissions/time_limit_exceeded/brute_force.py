"""Brute force: counts all requests of the window anew at each moment, straight from the rules.

Right, but O(n) for each moment and O(n * n) in all: too slow for tens of thousands of moments.
"""


def first_alarm(
    requests: list[tuple[int, int]], window_ms: int, max_percent: int, min_requests: int
) -> tuple[int, float] | None:
    """Go through the whole list at each different time."""
    for moment in sorted({time for time, _ in requests}):
        inside = [status for time, status in requests if moment - window_ms < time <= moment]
        errors = len([status for status in inside if status in range(500, 600)])
        if len(inside) >= min_requests and 100 * errors > max_percent * len(inside):
            return moment, errors / len(inside)
    return None
