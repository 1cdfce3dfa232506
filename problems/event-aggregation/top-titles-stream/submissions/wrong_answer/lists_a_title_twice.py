"""Wrong: a lazy heap that takes every entry with the current total for valid.

Caught by a title that is forgotten and then reaches an old total again: it has two such entries and is listed twice.
No sample has one.
"""

from __future__ import annotations

from heapq import heappop, heappush


class TopTitles:
    """The k most watched titles of a stream of records."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._totals: dict[str, int] = {}
        self._heap: list[tuple[int, str]] = []

    def record(self, title: str, seconds: int) -> None:
        """Add to the total of a title."""
        self._totals[title] = self._totals.get(title, 0) + seconds
        heappush(self._heap, (-self._totals[title], title))

    def top(self) -> list[str]:
        """Pop until k entries are valid, then push them again."""
        best: list[tuple[int, str]] = []
        while self._heap and len(best) < self._k:
            entry = heappop(self._heap)
            if self._totals.get(entry[1]) == -entry[0]:
                best.append(entry)
        for entry in best:
            heappush(self._heap, entry)
        return [title for _, title in best]

    def forget(self, title: str) -> bool:
        """Remove a title and say whether it was known."""
        return self._totals.pop(title, None) is not None
