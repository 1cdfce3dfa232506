"""Wrong: computes the rank as ceil(n / 100 * 95) with floats.

For n = 220 the product is a little more than 209 and is rounded up to 210.
Only rank-with-220 and generated cases with such group sizes catch it.
"""

from __future__ import annotations

import math
from collections import defaultdict


def slowest_endpoints(requests: list[tuple[str, int]], k: int) -> list[tuple[str, int]]:
    """Return the k endpoints with the highest nearest-rank p95, slowest first."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for target, milliseconds in requests:
        groups[target.partition("?")[0]].append(milliseconds)
    ranked: list[tuple[str, int]] = []
    for endpoint, durations in groups.items():
        durations.sort()
        rank = math.ceil(len(durations) / 100 * 95)
        ranked.append((endpoint, durations[rank - 1]))
    ranked.sort(key=lambda pair: (-pair[1], pair[0]))
    return ranked[:k]
