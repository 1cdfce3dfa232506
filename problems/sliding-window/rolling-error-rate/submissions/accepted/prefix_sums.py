"""Independent solution: prefix sums of the errors and a binary search for the window's edges."""

from bisect import bisect_right
from itertools import accumulate


def first_alarm(
    requests: list[tuple[int, int]], window_ms: int, max_percent: int, min_requests: int
) -> tuple[int, float] | None:
    """Return the first moment over the threshold and its rate, in O(n log n)."""
    times = [time for time, _ in requests]
    errors_before = [0, *accumulate(1 if 500 <= status <= 599 else 0 for _, status in requests)]
    for moment in dict.fromkeys(times):
        begin = bisect_right(times, moment - window_ms)
        end = bisect_right(times, moment)
        total = end - begin
        errors = errors_before[end] - errors_before[begin]
        if total >= min_requests and 100 * errors > max_percent * total:
            return moment, errors / total
    return None
