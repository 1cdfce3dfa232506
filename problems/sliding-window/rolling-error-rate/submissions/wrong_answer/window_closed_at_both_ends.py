"""Mistake: keeps a request that is exactly window_ms old.

No sample shows it; a request at 0 ms and one at 1000 ms with a window of 1000 ms do.
"""


def first_alarm(
    requests: list[tuple[int, int]], window_ms: int, max_percent: int, min_requests: int
) -> tuple[int, float] | None:
    """Use the window [t - window_ms, t]."""
    first = 0
    errors = 0
    for index, (moment, status) in enumerate(requests):
        errors += status >= 500
        if index + 1 < len(requests) and requests[index + 1][0] == moment:
            continue
        while requests[first][0] < moment - window_ms:
            errors -= requests[first][1] >= 500
            first += 1
        total = index + 1 - first
        if total >= min_requests and 100 * errors > max_percent * total:
            return moment, errors / total
    return None
