"""A heap of (-total, title) with lazy deletion: O(log n) per record, O(k log n) per question.

Totals only grow while a title is known, so an entry is valid if it shows the current total of its title.
A title that was forgotten can reach an old total again; then two equal entries are valid, and they come up
one directly after the other, so the second one is dropped.
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
        total = self._totals.get(title, 0) + seconds
        self._totals[title] = total
        heappush(self._heap, (-total, title))

    def top(self) -> list[str]:
        """Return up to k titles, largest total first, equal totals by title."""
        heap = self._heap
        best: list[tuple[int, str]] = []
        while heap and len(best) < self._k:
            entry = heappop(heap)
            if self._totals.get(entry[1]) == -entry[0] and (not best or best[-1] != entry):
                best.append(entry)
        for entry in best:
            heappush(heap, entry)
        return [title for _, title in best]

    def forget(self, title: str) -> bool:
        """Remove a title and say whether it was known."""
        return self._totals.pop(title, None) is not None
