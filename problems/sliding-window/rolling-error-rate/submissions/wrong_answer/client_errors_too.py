"""Mistake: takes every status from 400 on for an error.

No sample has a 4xx status; the cases with the tag status do.
"""


def first_alarm(
    requests: list[tuple[int, int]], window_ms: int, max_percent: int, min_requests: int
) -> tuple[int, float] | None:
    """Count 4xx as errors."""
    first = 0
    errors = 0
    for index, (moment, status) in enumerate(requests):
        errors += status >= 400
        if index + 1 < len(requests) and requests[index + 1][0] == moment:
            continue
        while requests[first][0] <= moment - window_ms:
            errors -= requests[first][1] >= 400
            first += 1
        total = index + 1 - first
        if total >= min_requests and 100 * errors > max_percent * total:
            return moment, errors / total
    return None
