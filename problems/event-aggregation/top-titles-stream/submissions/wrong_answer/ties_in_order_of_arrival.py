"""Wrong: sorts by total only, so titles with equal totals stay in the order of their first record.

Caught by equal totals whose titles were not first recorded in order of their names.
"""

from __future__ import annotations


class TopTitles:
    """The k most watched titles of a stream of records."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._totals: dict[str, int] = {}

    def record(self, title: str, seconds: int) -> None:
        """Add to the total of a title."""
        self._totals[title] = self._totals.get(title, 0) + seconds

    def top(self) -> list[str]:
        """Sort by total."""
        return sorted(self._totals, key=lambda title: -self._totals[title])[: self._k]

    def forget(self, title: str) -> bool:
        """Remove a title and say whether it was known."""
        return self._totals.pop(title, None) is not None
