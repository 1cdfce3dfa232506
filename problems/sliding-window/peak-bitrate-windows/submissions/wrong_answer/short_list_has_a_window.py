"""Mistake: takes the whole list for a window when it has fewer than k samples.

No sample shows it; the cases with the tag short do.
"""

from collections import deque


def peak_bitrates(samples: list[int], k: int) -> list[int]:
    """Shorten k to the length of the list."""
    if not samples:
        return []
    k = min(k, len(samples))
    candidates: deque[int] = deque()
    peaks: list[int] = []
    for index, sample in enumerate(samples):
        while candidates and samples[candidates[-1]] <= sample:
            candidates.pop()
        candidates.append(index)
        if candidates[0] <= index - k:
            candidates.popleft()
        if index >= k - 1:
            peaks.append(samples[candidates[0]])
    return peaks
