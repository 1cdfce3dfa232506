"""Mistake: also checks at the moments at which an old request leaves the window.

Good requests that leave raise the rate although nothing arrives. Caught by the second sample (at
1000 ms) and by the case with the tag arrivals.
"""


def first_alarm(
    requests: list[tuple[int, int]], window_ms: int, max_percent: int, min_requests: int
) -> tuple[int, float] | None:
    """Check at each time of a request and at each time plus window_ms."""
    times = [time for time, _ in requests]
    moments = sorted({*times, *(time + window_ms for time in times)})
    first = following = errors = 0
    for moment in moments:
        while following < len(requests) and times[following] <= moment:
            errors += requests[following][1] >= 500
            following += 1
        while first < following and times[first] <= moment - window_ms:
            errors -= requests[first][1] >= 500
            first += 1
        total = following - first
        if total >= min_requests and 100 * errors > max_percent * total:
            return moment, errors / total
    return None
