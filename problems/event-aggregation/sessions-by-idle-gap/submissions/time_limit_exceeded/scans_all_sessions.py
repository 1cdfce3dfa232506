"""Too slow: compares every event with every session found so far and merges those it touches, O(n x sessions).

Right on every input, but a list of sessions is searched from front to back for each event.
"""

from __future__ import annotations


def find_sessions(events: list[tuple[str, int]], gap: int) -> list[tuple[str, int, int, int]]:
    """Return (user, start, end, count) for every session."""
    sessions: list[tuple[str, int, int, int]] = []
    for user, time in events:
        start = end = time
        count = 1
        others: list[tuple[str, int, int, int]] = []
        for session in sessions:
            if session[0] == user and session[1] - gap <= time <= session[2] + gap:
                start = min(start, session[1])
                end = max(end, session[2])
                count += session[3]
            else:
                others.append(session)
        others.append((user, start, end, count))
        sessions = others
    return sessions
