"""Remembers every call and replays the whole history for each answer. Far too slow."""

from __future__ import annotations


class TopTitles:
    """The k most watched titles of a stream of records."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._history: list[tuple[str, int]] = []

    def record(self, title: str, seconds: int) -> None:
        """Write down the record."""
        self._history.append((title, seconds))

    def top(self) -> list[str]:
        """Add everything up, then pick the best remaining title k times."""
        totals = self._replayed()
        chosen: list[str] = []
        while totals and len(chosen) < self._k:
            most = max(totals.values())
            title = min(name for name, total in totals.items() if total == most)
            chosen.append(title)
            del totals[title]
        return chosen

    def forget(self, title: str) -> bool:
        """Write down a record of 0 seconds, which stands for `forget`."""
        known = title in self._replayed()
        self._history.append((title, 0))
        return known

    def _replayed(self) -> dict[str, int]:
        totals: dict[str, int] = {}
        for title, seconds in self._history:
            if seconds:
                totals[title] = totals.get(title, 0) + seconds
            else:
                totals.pop(title, None)
        return totals
