"""Wrong: rounds the rank to the nearest whole number instead of up.

One too low where the part behind the point is below one half, as for n = 11 to 19; rank-with-nineteen catches it.
"""

from __future__ import annotations

from collections import defaultdict


def slowest_endpoints(requests: list[tuple[str, int]], k: int) -> list[tuple[str, int]]:
    """Return the k endpoints with the highest nearest-rank p95, slowest first."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for target, milliseconds in requests:
        groups[target.partition("?")[0]].append(milliseconds)
    ranked: list[tuple[str, int]] = []
    for endpoint, durations in groups.items():
        durations.sort()
        rank = max(1, round(95 * len(durations) / 100))
        ranked.append((endpoint, durations[rank - 1]))
    ranked.sort(key=lambda pair: (-pair[1], pair[0]))
    return ranked[:k]
