"""Too slow: takes the smallest remaining event out of the list again and again, a selection sort, O(n^2)."""

from __future__ import annotations


def find_sessions(events: list[tuple[str, int]], gap: int) -> list[tuple[str, int, int, int]]:
    """Return (user, start, end, count) for every session."""
    left = list(events)
    sessions: list[tuple[str, int, int, int]] = []
    while left:
        user, time = min(left)
        left.remove((user, time))
        if sessions and sessions[-1][0] == user and time - sessions[-1][2] <= gap:
            _, start, _, count = sessions[-1]
            sessions[-1] = (user, start, time, count + 1)
        else:
            sessions.append((user, time, time, 1))
    return sessions
