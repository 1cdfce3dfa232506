"""Mistake: an index leaves the queue one step too late, so a window has k + 1 samples.

Caught as soon as a peak is the oldest sample of its window, as in the first sample.
"""

from collections import deque


def peak_bitrates(samples: list[int], k: int) -> list[int]:
    """Compare the age of the front with < where <= is needed."""
    candidates: deque[int] = deque()
    peaks: list[int] = []
    for index, sample in enumerate(samples):
        while candidates and samples[candidates[-1]] <= sample:
            candidates.pop()
        candidates.append(index)
        if candidates[0] < index - k:
            candidates.popleft()
        if index >= k - 1:
            peaks.append(samples[candidates[0]])
    return peaks
