"""One list of (-total, title) that is always sorted; binary search finds the places to remove and to insert."""

from __future__ import annotations

from bisect import bisect_left, insort


class TopTitles:
    """The k most watched titles of a stream of records."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._totals: dict[str, int] = {}
        self._ranking: list[tuple[int, str]] = []

    def record(self, title: str, seconds: int) -> None:
        """Move a title to its new place."""
        total = self._totals.get(title, 0)
        if total:
            self._remove(title, total)
        self._totals[title] = total + seconds
        insort(self._ranking, (-total - seconds, title))

    def top(self) -> list[str]:
        """Return the first k titles of the ranking."""
        return [title for _, title in self._ranking[: self._k]]

    def forget(self, title: str) -> bool:
        """Take a title out of the ranking and say whether it was there."""
        total = self._totals.pop(title, 0)
        if not total:
            return False
        self._remove(title, total)
        return True

    def _remove(self, title: str, total: int) -> None:
        del self._ranking[bisect_left(self._ranking, (-total, title))]
