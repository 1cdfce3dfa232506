"""Slow: keeps the answer up to date, so all endpoints are ranked anew after each request.

Quadratic even though each sort finds its list almost in order; every scale case catches it.
"""

from __future__ import annotations

from bisect import insort


def slowest_endpoints(requests: list[tuple[str, int]], k: int) -> list[tuple[str, int]]:
    """Return the k endpoints with the highest nearest-rank p95, slowest first."""
    groups: dict[str, list[int]] = {}
    ranked: list[tuple[str, int]] = []
    for target, milliseconds in requests:
        endpoint = target.partition("?")[0]
        durations = groups.setdefault(endpoint, [])
        insort(durations, milliseconds)
        p95 = durations[(95 * len(durations) + 99) // 100 - 1]
        ranked = [pair for pair in ranked if pair[0] != endpoint]
        ranked.append((endpoint, p95))
        ranked.sort(key=lambda pair: (-pair[1], pair[0]))
    return ranked[:k]
