"""Independent solution: blocks of k samples with running maxima from both sides."""

from itertools import accumulate


def peak_bitrates(samples: list[int], k: int) -> list[int]:
    """Return the highest sample of every window of k, in O(n).

    A window covers the tail of one block and the head of the next, so its peak is the larger of
    the tail's and the head's maximum.
    """
    heads: list[int] = []
    tails: list[int] = []
    for begin in range(0, len(samples), k):
        block = samples[begin : begin + k]
        heads.extend(accumulate(block, max))
        tails.extend(reversed(list(accumulate(reversed(block), max))))
    return [max(tail, head) for tail, head in zip(tails, heads[k - 1 :])]
