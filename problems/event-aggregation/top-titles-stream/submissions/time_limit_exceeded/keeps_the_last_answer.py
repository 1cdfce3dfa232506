"""Too slow: keeps the last answer, but sorts everything again as soon as anything has changed.

Between two questions there is nearly always a change, so the kept answer hardly helps.
"""

from __future__ import annotations


class TopTitles:
    """The k most watched titles of a stream of records."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._totals: dict[str, int] = {}
        self._answer: list[str] | None = []

    def record(self, title: str, seconds: int) -> None:
        """Add to the total of a title."""
        self._totals[title] = self._totals.get(title, 0) + seconds
        self._answer = None

    def top(self) -> list[str]:
        """Sort everything unless nothing has changed."""
        if self._answer is None:
            self._answer = sorted(self._totals, key=lambda title: (-self._totals[title], title))[: self._k]
        return list(self._answer)

    def forget(self, title: str) -> bool:
        """Remove a title and say whether it was known."""
        if title not in self._totals:
            return False
        del self._totals[title]
        self._answer = None
        return True
