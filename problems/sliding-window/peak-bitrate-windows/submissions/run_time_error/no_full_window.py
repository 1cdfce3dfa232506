"""Mistake: fills the first window without knowing that there are k samples.

Raises IndexError when k is larger than the list, first on the empty case, and is right on all
others.
"""

from collections import deque


def peak_bitrates(samples: list[int], k: int) -> list[int]:
    """Build the first window index by index."""
    candidates: deque[int] = deque()

    def add(index: int) -> None:
        while candidates and samples[candidates[-1]] <= samples[index]:
            candidates.pop()
        candidates.append(index)

    for index in range(k):
        add(index)
    peaks = [samples[candidates[0]]]
    for index in range(k, len(samples)):
        if candidates[0] == index - k:
            candidates.popleft()
        add(index)
        peaks.append(samples[candidates[0]])
    return peaks
