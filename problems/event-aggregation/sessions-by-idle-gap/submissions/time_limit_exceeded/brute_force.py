"""The definition word for word: grow a session event by event until nothing fits. Too slow: O(n^2).

For each event that has no event of its user within `gap` before it, a session starts.
Each question is answered by looking at all events.
"""

from __future__ import annotations


def find_sessions(events: list[tuple[str, int]], gap: int) -> list[tuple[str, int, int, int]]:
    """Return (user, start, end, count) for every session."""
    sessions: list[tuple[str, int, int, int]] = []
    for user, start in set(events):
        if any(u == user and start - gap <= t < start for u, t in events):
            continue  # something happened shortly before
        end = start
        while True:
            reach = max(t for u, t in events if u == user and end <= t <= end + gap)
            if reach == end:
                break
            end = reach
        count = sum(1 for u, t in events if u == user and start <= t <= end)
        sessions.append((user, start, end, count))
    return sessions
