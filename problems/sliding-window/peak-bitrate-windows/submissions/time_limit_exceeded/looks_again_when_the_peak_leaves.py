"""Slow: remembers the peak and looks through the window only when the peak leaves it.

Right, and quick on random samples. When the bitrate falls or stays the same, the peak leaves at
every step, and the cost is O(n * k): the scale cases (falling, flat, teeth) catch it.
"""


def peak_bitrates(samples: list[int], k: int) -> list[int]:
    """Keep one maximum and compute it anew when it is lost."""
    if k > len(samples):
        return []
    peak = max(samples[:k])
    peaks = [peak]
    for index in range(k, len(samples)):
        if samples[index - k] == peak:
            peak = max(samples[index - k + 1 : index + 1])
        else:
            peak = max(peak, samples[index])
        peaks.append(peak)
    return peaks
