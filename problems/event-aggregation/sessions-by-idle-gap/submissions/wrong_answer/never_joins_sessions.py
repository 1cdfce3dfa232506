"""Wrong: a late event extends the first session it touches and never joins two of them.

Caught by an event that arrives last and lies between two sessions of its user.
No sample has one.
"""

from __future__ import annotations


def find_sessions(events: list[tuple[str, int]], gap: int) -> list[tuple[str, int, int, int]]:
    """Return (user, start, end, count) for every session."""
    by_user: dict[str, list[list[int]]] = {}
    for user, time in events:
        sessions = by_user.setdefault(user, [])
        for session in sessions:
            if session[0] - gap <= time <= session[1] + gap:
                session[0] = min(session[0], time)
                session[1] = max(session[1], time)
                session[2] += 1
                break
        else:
            sessions.append([time, time, 1])
    return [(user, *session) for user, sessions in by_user.items() for session in sessions]
