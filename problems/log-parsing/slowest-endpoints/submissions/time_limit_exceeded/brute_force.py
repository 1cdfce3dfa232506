"""Brute force: for each endpoint all requests are read again, and the p95 is found by its meaning.

The p95 is the smallest logged duration that at least 95 percent of the endpoint's requests do not exceed.
Correct, and without any rank, so it serves as the oracle on small inputs.
Endpoints times requests is far too slow on every scale case, as all of them have thousands of endpoints.
"""

from __future__ import annotations


def slowest_endpoints(requests: list[tuple[str, int]], k: int) -> list[tuple[str, int]]:
    """Return the k endpoints with the highest nearest-rank p95, slowest first."""
    found: list[tuple[int, str]] = []
    for endpoint in {cut(target) for target, _ in requests}:
        durations = [milliseconds for target, milliseconds in requests if cut(target) == endpoint]
        for candidate in sorted(set(durations)):
            within = sum(duration <= candidate for duration in durations)
            if 100 * within >= 95 * len(durations):
                found.append((-candidate, endpoint))
                break
    return [(endpoint, -negative) for negative, endpoint in sorted(found)][:k]


def cut(target: str) -> str:
    """Return the endpoint of a target."""
    kept = ""
    for character in target:
        if character == "?":
            break
        kept += character
    return kept
