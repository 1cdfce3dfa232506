"""Too slow: `heapq.nsmallest` avoids the sort but still looks at every title on every `top`."""

from __future__ import annotations

from heapq import nsmallest


class TopTitles:
    """The k most watched titles of a stream of records."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._totals: dict[str, int] = {}

    def record(self, title: str, seconds: int) -> None:
        """Add to the total of a title."""
        self._totals[title] = self._totals.get(title, 0) + seconds

    def top(self) -> list[str]:
        """Pick the k best of all titles."""
        best = nsmallest(self._k, ((-total, title) for title, total in self._totals.items()))
        return [title for _, title in best]

    def forget(self, title: str) -> bool:
        """Remove a title and say whether it was known."""
        return self._totals.pop(title, None) is not None
