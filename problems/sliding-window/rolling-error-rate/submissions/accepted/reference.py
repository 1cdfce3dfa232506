"""Reference: two pointers over the requests, one check for each different time."""


def first_alarm(
    requests: list[tuple[int, int]], window_ms: int, max_percent: int, min_requests: int
) -> tuple[int, float] | None:
    """Return the first moment over the threshold and its rate, in O(n)."""
    first = 0
    errors = 0
    for index, (moment, status) in enumerate(requests):
        if status >= 500:
            errors += 1
        following = index + 1
        if following < len(requests) and requests[following][0] == moment:
            continue
        while requests[first][0] <= moment - window_ms:
            if requests[first][1] >= 500:
                errors -= 1
            first += 1
        total = following - first
        if total >= min_requests and 100 * errors > max_percent * total:
            return moment, errors / total
    return None
