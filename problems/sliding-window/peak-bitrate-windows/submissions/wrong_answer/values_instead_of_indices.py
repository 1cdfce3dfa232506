"""Mistake: the queue holds values, keeps one of several equal ones, and drops it with the first.

When the first of two equal peaks leaves the window, the only copy goes with it. No sample has equal
peaks of which one leaves; the cases with the tag ties do.
"""

from collections import deque


def peak_bitrates(samples: list[int], k: int) -> list[int]:
    """Keep a queue of values without their positions."""
    candidates: deque[int] = deque()
    peaks: list[int] = []
    for index, sample in enumerate(samples):
        if index >= k and candidates and candidates[0] == samples[index - k]:
            candidates.popleft()
        while candidates and candidates[-1] <= sample:
            candidates.pop()
        candidates.append(sample)
        if index >= k - 1:
            peaks.append(candidates[0])
    return peaks
