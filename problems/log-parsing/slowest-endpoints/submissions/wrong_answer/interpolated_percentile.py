"""Wrong: interpolates between the two neighbours of position 0.95 * (n - 1), as many libraries do, and rounds.

Caught by every endpoint with a few different durations, the first sample included.
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
        position = 0.95 * (len(durations) - 1)
        low = int(position)
        high = min(low + 1, len(durations) - 1)
        between = durations[low] + (position - low) * (durations[high] - durations[low])
        ranked.append((endpoint, round(between)))
    ranked.sort(key=lambda pair: (-pair[1], pair[0]))
    return ranked[:k]
