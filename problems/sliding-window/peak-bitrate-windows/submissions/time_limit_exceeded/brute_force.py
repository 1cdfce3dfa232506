"""Brute force: cuts out every window and takes its maximum, straight from the statement.

Right, but O(n * k): too slow when both are in the tens of thousands.
"""


def peak_bitrates(samples: list[int], k: int) -> list[int]:
    """Look through every window."""
    return [max(samples[start : start + k]) for start in range(len(samples) - k + 1)]
