"""Wrong: takes index int(0.95 * n) of the sorted durations.

One too high whenever 95 * n / 100 is a whole number, so for n = 20, 40, 100; rank-with-twenty catches it.
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
        index = int(0.95 * len(durations))
        ranked.append((endpoint, durations[index]))
    ranked.sort(key=lambda pair: (-pair[1], pair[0]))
    return ranked[:k]
