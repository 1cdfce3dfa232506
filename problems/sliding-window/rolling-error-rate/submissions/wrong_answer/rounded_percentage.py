"""Mistake: compares a percentage in floating point instead of two integers.

7 / 25 * 100 is 28.000000000000004, so exactly 28 percent looks like more. No sample shows it; the
case with the tag rounding does.
"""


def first_alarm(
    requests: list[tuple[int, int]], window_ms: int, max_percent: int, min_requests: int
) -> tuple[int, float] | None:
    """Compute the percentage as a float."""
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
        if total >= min_requests and errors / total * 100 > max_percent:
            return moment, errors / total
    return None
