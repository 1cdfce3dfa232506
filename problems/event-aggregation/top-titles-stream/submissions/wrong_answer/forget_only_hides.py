"""Wrong: `forget` hides a title but keeps its total, so it comes back with the seconds it had.

Caught by a title that is recorded again after it was forgotten.
"""

from __future__ import annotations


class TopTitles:
    """The k most watched titles of a stream of records."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._totals: dict[str, int] = {}
        self._known: set[str] = set()

    def record(self, title: str, seconds: int) -> None:
        """Add to the total of a title."""
        self._totals[title] = self._totals.get(title, 0) + seconds
        self._known.add(title)

    def top(self) -> list[str]:
        """Sort the titles that are not hidden."""
        return sorted(self._known, key=lambda title: (-self._totals[title], title))[: self._k]

    def forget(self, title: str) -> bool:
        """Hide a title and say whether it was known."""
        known = title in self._known
        self._known.discard(title)
        return known
