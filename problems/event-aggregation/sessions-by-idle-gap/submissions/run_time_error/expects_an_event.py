"""Fails: takes the first event without asking whether there is one. An empty list is an IndexError."""

from __future__ import annotations


def find_sessions(events: list[tuple[str, int]], gap: int) -> list[tuple[str, int, int, int]]:
    """Return (user, start, end, count) for every session."""
    ordered = sorted(events)
    user, start = ordered[0]
    end = start
    count = 1
    sessions: list[tuple[str, int, int, int]] = []
    for next_user, time in ordered[1:]:
        if next_user == user and time - end <= gap:
            end = time
            count += 1
        else:
            sessions.append((user, start, end, count))
            user, start, end, count = next_user, time, time, 1
    sessions.append((user, start, end, count))
    return sessions
