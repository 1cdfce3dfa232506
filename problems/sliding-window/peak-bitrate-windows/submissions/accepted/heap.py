"""Independent solution: a heap of the samples; an outdated one is dropped when it is on top."""

import heapq


def peak_bitrates(samples: list[int], k: int) -> list[int]:
    """Return the highest sample of every window of k, in O(n log n)."""
    heap: list[tuple[int, int]] = []
    peaks: list[int] = []
    for index, sample in enumerate(samples):
        heapq.heappush(heap, (-sample, index))
        if index >= k - 1:
            while heap[0][1] <= index - k:
                heapq.heappop(heap)
            peaks.append(-heap[0][0])
    return peaks
