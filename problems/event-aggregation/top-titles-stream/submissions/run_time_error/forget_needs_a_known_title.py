"""Fails: `forget` deletes without asking whether the title is known. An unknown one is a KeyError."""

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
        """Sort everything and keep k titles."""
        return sorted(self._totals, key=lambda title: (-self._totals[title], title))[: self._k]

    def forget(self, title: str) -> bool:
        """Remove a title."""
        del self._totals[title]
        return True
