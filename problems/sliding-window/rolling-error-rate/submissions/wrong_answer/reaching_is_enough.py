"""Mistake: raises the alarm when the rate reaches the threshold, not when it exceeds it.

Caught by a rate of exactly max_percent, as in the second sample.
"""


def first_alarm(
    requests: list[tuple[int, int]], window_ms: int, max_percent: int, min_requests: int
) -> tuple[int, float] | None:
    """Compare with >= where > is asked for."""
    first = 0
    errors = 0
    for index, (moment, status) in enumerate(requests):
        errors += status >= 500
        if index + 1 < len(requests) and requests[index + 1][0] == moment:
            continue
        while requests[first][0] <= moment - window_ms:
            errors -= requests[first][1] >= 500
            first += 1
        total = index + 1 - first
        if total >= min_requests and 100 * errors >= max_percent * total:
            return moment, errors / total
    return None
