"""Wrong: measures the silence from the start of the session, so no session is longer than `gap`.

Caught by a chain of events that are close to each other but together last longer than the gap.
No sample has one.
"""

from __future__ import annotations


def find_sessions(events: list[tuple[str, int]], gap: int) -> list[tuple[str, int, int, int]]:
    """Return (user, start, end, count) for every session."""
    sessions: list[list] = []
    for user, time in sorted(events):
        if sessions and sessions[-1][0] == user and time - sessions[-1][1] <= gap:
            sessions[-1][2] = time
            sessions[-1][3] += 1
        else:
            sessions.append([user, time, time, 1])
    return [tuple(session) for session in sessions]
