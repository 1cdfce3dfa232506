"""Slow: collects the endpoints first and then filters all requests once for each of them.

Endpoints times requests: every scale case has thousands of endpoints and catches it.
"""

from __future__ import annotations


def slowest_endpoints(requests: list[tuple[str, int]], k: int) -> list[tuple[str, int]]:
    """Return the k endpoints with the highest nearest-rank p95, slowest first."""
    named = [(target.partition("?")[0], milliseconds) for target, milliseconds in requests]
    ranked: list[tuple[str, int]] = []
    for endpoint in {name for name, _ in named}:
        durations = sorted(milliseconds for name, milliseconds in named if name == endpoint)
        rank = (95 * len(durations) + 99) // 100
        ranked.append((endpoint, durations[rank - 1]))
    ranked.sort(key=lambda pair: (-pair[1], pair[0]))
    return ranked[:k]
