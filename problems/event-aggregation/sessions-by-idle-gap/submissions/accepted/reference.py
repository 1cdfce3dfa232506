"""Sort by user and time, then compare each event with the one before it: O(n log n)."""

from __future__ import annotations


def find_sessions(events: list[tuple[str, int]], gap: int) -> list[tuple[str, int, int, int]]:
    """Return (user, start, end, count) for every session, in order of user and start."""
    sessions: list[tuple[str, int, int, int]] = []
    user: str | None = None
    start = end = count = 0
    for next_user, time in sorted(events):
        if next_user == user and time - end <= gap:
            end = time
            count += 1
            continue
        if user is not None:
            sessions.append((user, start, end, count))
        user, start, end, count = next_user, time, time, 1
    if user is not None:
        sessions.append((user, start, end, count))
    return sessions
