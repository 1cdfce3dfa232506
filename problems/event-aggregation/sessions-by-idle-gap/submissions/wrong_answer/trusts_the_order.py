"""Wrong: takes the order of the list for the order of time.

Caught by events that arrive late, for example a log read backwards.
"""

from __future__ import annotations


def find_sessions(events: list[tuple[str, int]], gap: int) -> list[tuple[str, int, int, int]]:
    """Return (user, start, end, count) for every session."""
    open_sessions: dict[str, tuple[int, int, int]] = {}
    done: list[tuple[str, int, int, int]] = []
    for user, time in events:
        if user in open_sessions:
            start, end, count = open_sessions[user]
            if time - end <= gap:
                open_sessions[user] = (start, time, count + 1)
                continue
            done.append((user, start, end, count))
        open_sessions[user] = (time, time, 1)
    for user, (start, end, count) in open_sessions.items():
        done.append((user, start, end, count))
    return done
