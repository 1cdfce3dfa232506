"""Mistake: reports a peak for each sample, also while the first window is still filling.

The answer has k - 1 entries too many. Caught by every list with samples and k above 1.
"""

from collections import deque


def peak_bitrates(samples: list[int], k: int) -> list[int]:
    """Report from the first sample on."""
    candidates: deque[int] = deque()
    peaks: list[int] = []
    for index, sample in enumerate(samples):
        while candidates and samples[candidates[-1]] <= sample:
            candidates.pop()
        candidates.append(index)
        if candidates[0] <= index - k:
            candidates.popleft()
        peaks.append(samples[candidates[0]])
    return peaks
