"""Wrong: treats names that differ only in letter case as one user and returns the name in small letters.

Caught by users called "Ana" and "ana".
No sample has them.
"""

from __future__ import annotations


def find_sessions(events: list[tuple[str, int]], gap: int) -> list[tuple[str, int, int, int]]:
    """Return (user, start, end, count) for every session."""
    sessions: list[list] = []
    for user, time in sorted((user.lower(), time) for user, time in events):
        if sessions and sessions[-1][0] == user and time - sessions[-1][2] <= gap:
            sessions[-1][2] = time
            sessions[-1][3] += 1
        else:
            sessions.append([user, time, time, 1])
    return [tuple(session) for session in sessions]
