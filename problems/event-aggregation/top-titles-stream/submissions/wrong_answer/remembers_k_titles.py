"""Wrong: keeps only the k best titles and drops the total of the one that falls out.

Caught by a title that needs several records to climb, and by a runner-up that moves up after a `forget`.
"""

from __future__ import annotations


class TopTitles:
    """The k most watched titles of a stream of records."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._totals: dict[str, int] = {}

    def record(self, title: str, seconds: int) -> None:
        """Add to the total of a title and drop the worst title if there are too many."""
        self._totals[title] = self._totals.get(title, 0) + seconds
        if len(self._totals) > self._k:
            del self._totals[self._ranking()[-1]]

    def top(self) -> list[str]:
        """Sort the few titles that are left."""
        return self._ranking()

    def forget(self, title: str) -> bool:
        """Remove a title and say whether it was known."""
        return self._totals.pop(title, None) is not None

    def _ranking(self) -> list[str]:
        return sorted(self._totals, key=lambda title: (-self._totals[title], title))
