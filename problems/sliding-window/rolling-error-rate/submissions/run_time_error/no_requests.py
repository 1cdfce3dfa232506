"""Mistake: reads the first request before knowing that there is one.

Raises IndexError on the empty case and is right on all others.
"""


def first_alarm(
    requests: list[tuple[int, int]], window_ms: int, max_percent: int, min_requests: int
) -> tuple[int, float] | None:
    """Start with the time of the first request."""
    moment = requests[0][0]
    first = following = errors = 0
    while True:
        while following < len(requests) and requests[following][0] == moment:
            errors += requests[following][1] >= 500
            following += 1
        while requests[first][0] <= moment - window_ms:
            errors -= requests[first][1] >= 500
            first += 1
        total = following - first
        if total >= min_requests and 100 * errors > max_percent * total:
            return moment, errors / total
        if following == len(requests):
            return None
        moment = requests[following][0]
