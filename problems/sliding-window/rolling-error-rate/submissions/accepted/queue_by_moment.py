"""Independent solution: groups the requests by time and keeps the groups in a queue."""

from collections import deque
from itertools import groupby


def first_alarm(
    requests: list[tuple[int, int]], window_ms: int, max_percent: int, min_requests: int
) -> tuple[int, float] | None:
    """Return the first moment over the threshold and its rate, in O(n)."""
    groups: deque[tuple[int, int, int]] = deque()
    total = errors = 0
    for moment, arrivals in groupby(requests, key=lambda request: request[0]):
        statuses = [status for _, status in arrivals]
        failed = sum(status // 100 == 5 for status in statuses)
        groups.append((moment, len(statuses), failed))
        total += len(statuses)
        errors += failed
        while moment - groups[0][0] >= window_ms:
            _, old_total, old_failed = groups.popleft()
            total -= old_total
            errors -= old_failed
        if total >= min_requests and errors * 100 > total * max_percent:
            return moment, errors / total
    return None
