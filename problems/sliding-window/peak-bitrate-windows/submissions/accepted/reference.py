"""Reference: a queue of indices whose samples fall from front to back."""

from collections import deque


def peak_bitrates(samples: list[int], k: int) -> list[int]:
    """Return the highest sample of every window of k, in O(n)."""
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
