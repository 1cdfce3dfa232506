"""Inputs for the problem peak-bitrate-windows.

Where k is not given, it grows with n, so that looking through every window costs n * n.
"""

import random

_HIGHEST = 100_000
_RUNGS = (0, 235, 560, 1050, 1750, 2350, 3000, 4300, 5800, 8100)


def noise(rng: random.Random, n: int, k: int | None = None) -> list[object]:
    """Make n independent samples."""
    return [[rng.randrange(_HIGHEST + 1) for _ in range(n)], k or max(1, n // 2)]


def ladder(rng: random.Random, n: int, k: int | None = None) -> list[object]:
    """Make samples that step up and down a ladder of a few bitrates: many equal ones."""
    rung = len(_RUNGS) // 2
    samples = []
    for _ in range(n):
        rung = min(len(_RUNGS) - 1, max(0, rung + rng.choice((-1, 0, 0, 0, 1))))
        samples.append(_RUNGS[rung])
    return [samples, k or max(1, n // 2)]


def fading(rng: random.Random, n: int, k: int | None = None) -> list[object]:
    """Make samples that never rise: at every step the peak of the window leaves it."""
    samples = sorted((rng.randrange(_HIGHEST + 1) for _ in range(n)), reverse=True)
    return [samples, k or max(1, n // 2)]


def flat(rng: random.Random, n: int, k: int | None = None) -> list[object]:
    """Make n equal samples: at every step one of many equal peaks leaves the window."""
    return [[rng.randint(1, _HIGHEST)] * n, k or max(1, n // 2)]


def teeth(rng: random.Random, n: int, k: int | None = None) -> list[object]:
    """Make four long slopes that fall, each from a new height and longer than the window."""
    length = max(1, n // 4)
    samples: list[int] = []
    while len(samples) < n:
        top = rng.randint(_HIGHEST // 2, _HIGHEST)
        step = rng.randint(1, 2)
        samples.extend(max(0, top - step * index) for index in range(length))
    return [samples[:n], k or max(1, n // 10)]
