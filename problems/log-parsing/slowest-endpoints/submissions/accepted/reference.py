"""Reference: group the durations, sort each group, take the element at the whole-number rank."""

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
        rank = (95 * len(durations) + 99) // 100
        ranked.append((endpoint, durations[rank - 1]))
    ranked.sort(key=lambda pair: (-pair[1], pair[0]))
    return ranked[:k]
