"""Inputs for the problem rolling-error-rate."""

import random

_GOOD = (200, 200, 200, 200, 206, 301, 304, 404, 429, 499)
_BAD = (500, 502, 503, 504, 599)


def _status(rng: random.Random, error_share: float) -> int:
    """Return an error status with the given probability, else another one."""
    return rng.choice(_BAD if rng.random() < error_share else _GOOD)


def traffic(
    rng: random.Random, n: int, window: int, percent: int, minimum: int
) -> list[object]:
    """Make n requests with small gaps, many ties and spells of more and of fewer errors."""
    requests: list[list[int]] = []
    time = 0
    share = 0.1
    for _ in range(n):
        time += rng.choice((0, 0, 1, 2, 5, 20))
        if rng.random() < 0.05:
            share = rng.choice((0.0, 0.1, 0.3, 0.5, 0.7))
        requests.append([time, _status(rng, share)])
    return [requests, window, percent, minimum]


def quiet_day(rng: random.Random, n: int) -> list[object]:
    """Make n requests with few errors and a window over all of them: no alarm."""
    requests = [[10 * index + rng.randrange(10), _status(rng, 0.02)] for index in range(n)]
    return [requests, 10 * n + 10, 20, max(1, n // 4)]


def outage_at_the_end(rng: random.Random, n: int) -> list[object]:
    """Make n requests of which the last seventh fails: the alarm comes shortly before the end."""
    healthy = n - n // 7
    requests = [
        [20 * index + rng.randrange(20), _status(rng, 0.02 if index < healthy else 1.0)]
        for index in range(n)
    ]
    return [requests, max(1, 10 * n), 25, n // 4 + 1]


def bursts(rng: random.Random, n: int) -> list[object]:
    """Make n requests in bursts of one to six with the same time; the largest legal minimum."""
    requests: list[list[int]] = []
    time = 0
    while len(requests) < n:
        time += rng.randint(1, 1_000)
        for _ in range(min(rng.randint(1, 6), n - len(requests))):
            requests.append([time, _status(rng, 0.3)])
    return [requests, time + 1, 29, min(50_000, max(1, n))]
