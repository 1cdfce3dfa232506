"""Wrong: counts the records of a title instead of its seconds.

Caught by a title with one long record against a title with several short ones.
"""

from __future__ import annotations


class TopTitles:
    """The k most watched titles of a stream of records."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._plays: dict[str, int] = {}

    def record(self, title: str, seconds: int) -> None:
        """Count one more play of a title."""
        self._plays[title] = self._plays.get(title, 0) + 1

    def top(self) -> list[str]:
        """Sort by number of plays."""
        return sorted(self._plays, key=lambda title: (-self._plays[title], title))[: self._k]

    def forget(self, title: str) -> bool:
        """Remove a title and say whether it was known."""
        return self._plays.pop(title, None) is not None
