"""Builds logged requests: an evening's traffic of any size, small nasty ones, and groups of exact sizes."""

from __future__ import annotations

import random

PARTS = ["home", "play", "rows", "search", "titles", "artwork", "licenses", "heartbeat"]
QUERIES = ["", "", "?q=dune", "?title=42", "?a=1&b=2", "?"]


def evening(rng: random.Random, n: int, endpoints: int = 2_000, hot: int = 0) -> list:
    """n requests spread over up to `endpoints` endpoints; `hot` percent of them go to a single one."""
    parts = rng.choices(PARTS, k=n)
    queries = rng.choices(QUERIES, k=n)
    numbers = [int(rng.random() * endpoints) for _ in range(n)]
    times = [int(20 + 60 * rng.paretovariate(1.3)) for _ in range(n)]
    requests = [
        [f"/v1/{PARTS[number % 8]}/{number}{query}", min(time, 3_600_000)]
        for number, query, time in zip(numbers, queries, times)
    ]
    for place in rng.sample(range(n), n * hot // 100):
        requests[place][0] = "/v1/" + parts[0] + queries[place]
    return [requests, min(60_000, max(10, n))]


def small_numbers(rng: random.Random, n: int) -> list:
    """n requests with few endpoints and few durations, so that there are many ties."""
    targets = ["", "a", "/a", "/b", "/a/", "/a-b", "/a.b", "b", "/10", "/9"]
    requests = []
    for _ in range(n):
        target = rng.choice(targets) + rng.choice(["", "", "?", "?x=1", "?b?a"])
        requests.append([target or "?", rng.choice([0, 1, 2, 3, 5, 90, 100])])
    return [requests, rng.choice([0, 1, 2, 3, 5, 10])]


def round_sizes(rng: random.Random, endpoints: int) -> list:
    """Each endpoint gets a number of requests at which a rank is easily missed, and its durations are all different."""
    sizes = [1, 2, 10, 19, 20, 21, 39, 40, 41, 60, 80, 99, 100, 101, 200, 220, 440]
    requests = []
    for number in range(endpoints):
        size = rng.choice(sizes)
        base = rng.randrange(1_000)
        requests += [[f"/v1/rows/{number}", base + step] for step in range(size)]
    rng.shuffle(requests)
    return [requests, rng.randint(endpoints // 2, endpoints)]
