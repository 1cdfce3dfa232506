"""Inputs for `watch-time-per-title`: each function returns the arguments [totals, plays]."""

from __future__ import annotations

import random

LAST_SECOND = 2_000_000_000


def evening(
    rng: random.Random,
    n: int,
    viewers: int = 200,
    titles: int = 50,
    span: int = 1_000_000,
    longest: int = 7_200,
    ignored: float = 0.0,
    known: int = 0,
) -> list:
    """Random plays that start from 0 to `span`; a share `ignored` of them does not end after its start."""
    plays = []
    for _ in range(n):
        start = rng.randint(0, span)
        if rng.random() < ignored:
            end = rng.randint(max(0, start - longest), start)
        else:
            end = min(LAST_SECOND, start + rng.randint(1, longest))
        plays.append([f"v{rng.randrange(viewers)}", f"title {rng.randrange(titles)}", start, end])
    return [_totals(rng, known), plays]


def marathon(rng: random.Random, n: int) -> list:
    """One viewer and one title: each play reaches a little into the next, shuffled; the union has no hole."""
    plays = []
    start = 0
    for _ in range(n):
        length = rng.randint(1_000, 2_000)
        plays.append(["marathon", "Night Ferry", start, start + length])
        start += length - rng.randint(1, 500)
    rng.shuffle(plays)
    return [{"Night Ferry": 12_345}, plays]


def short_plays(rng: random.Random, n: int) -> list:
    """One viewer and one title: no two plays touch, shuffled."""
    plays = []
    start = 0
    for _ in range(n):
        end = start + rng.randint(1, 20_000)
        plays.append(["skipper", "Salt Road", start, end])
        start = end + rng.randint(1, 20_000)
    rng.shuffle(plays)
    return [{}, plays]


def _totals(rng: random.Random, known: int) -> dict[str, int]:
    """Running totals of the titles with the numbers 0 to `known - 1`."""
    return {f"title {number}": rng.randrange(1_000_000_000) for number in range(known)}
