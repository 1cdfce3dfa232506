"""Mistake: checks after each request, before the others of the same millisecond are counted.

An error that comes first among its moment's requests raises a false alarm. Caught by requests
that share a time, as in the third sample.
"""


def first_alarm(
    requests: list[tuple[int, int]], window_ms: int, max_percent: int, min_requests: int
) -> tuple[int, float] | None:
    """Check the window once for each request."""
    first = 0
    errors = 0
    for index, (moment, status) in enumerate(requests):
        errors += status >= 500
        while requests[first][0] <= moment - window_ms:
            errors -= requests[first][1] >= 500
            first += 1
        total = index + 1 - first
        if total >= min_requests and 100 * errors > max_percent * total:
            return moment, errors / total
    return None
