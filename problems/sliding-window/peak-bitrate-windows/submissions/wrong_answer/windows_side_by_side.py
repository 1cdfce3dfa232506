"""Mistake: takes windows that do not overlap, each beginning where the one before ended.

Caught by every list with more than one window and k above 1.
"""


def peak_bitrates(samples: list[int], k: int) -> list[int]:
    """Move by k instead of by one."""
    return [max(samples[start : start + k]) for start in range(0, len(samples) - k + 1, k)]
