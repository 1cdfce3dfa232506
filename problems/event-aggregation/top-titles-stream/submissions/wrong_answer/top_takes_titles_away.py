"""Wrong: `top` pops the best titles from the heap and does not put them back.

Caught by two questions in which the same title must appear without a record in between.
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
        """Pop up to k titles."""
        best: list[str] = []
        while self._heap and len(best) < self._k:
            total, title = heappop(self._heap)
            if self._totals.get(title) == -total and title not in best:
                best.append(title)
        return best

    def forget(self, title: str) -> bool:
        """Remove a title and say whether it was known."""
        return self._totals.pop(title, None) is not None
