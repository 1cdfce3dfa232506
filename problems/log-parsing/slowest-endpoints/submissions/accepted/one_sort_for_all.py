"""Independent: one sort of all requests from slow to fast, then 5 percent of each endpoint's requests are let go.

The first request of an endpoint that may not be let go is its p95, and endpoints are met in the order of the answer.
"""

from __future__ import annotations

from collections import Counter


def slowest_endpoints(requests: list[tuple[str, int]], k: int) -> list[tuple[str, int]]:
    """Return the k endpoints with the highest nearest-rank p95, slowest first."""
    named = [(-milliseconds, target.split("?", 1)[0]) for target, milliseconds in requests]
    above = {endpoint: 5 * n // 100 for endpoint, n in Counter(name for _, name in named).items()}
    named.sort()
    answer: list[tuple[str, int]] = []
    for negative, endpoint in named:
        if len(answer) == k:
            break
        above[endpoint] -= 1
        if above[endpoint] == -1:
            answer.append((endpoint, -negative))
    return answer
