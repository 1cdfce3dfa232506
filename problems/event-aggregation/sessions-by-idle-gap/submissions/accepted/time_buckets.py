"""Without sorting: buckets of `gap + 1` seconds in a hash table, chained from bucket to next bucket: O(n).

Two events in one bucket are at most `gap` apart, so a bucket never holds two sessions.
Two events with a whole bucket between them are more than `gap` apart, so only direct neighbours can be joined.
"""

from __future__ import annotations


def find_sessions(events: list[tuple[str, int]], gap: int) -> list[tuple[str, int, int, int]]:
    """Return (user, start, end, count) for every session."""
    width = gap + 1
    buckets: dict[tuple[str, int], list[int]] = {}
    for user, time in events:
        key = (user, time // width)
        bucket = buckets.get(key)
        if bucket is None:
            buckets[key] = [time, time, 1]
            continue
        if time < bucket[0]:
            bucket[0] = time
        elif time > bucket[1]:
            bucket[1] = time
        bucket[2] += 1

    sessions: list[tuple[str, int, int, int]] = []
    for (user, index), (first, last, count) in buckets.items():
        before = buckets.get((user, index - 1))
        if before is not None and first - before[1] <= gap:
            continue  # not the start of a session
        start, end = first, last
        while True:
            index += 1
            after = buckets.get((user, index))
            if after is None or after[0] - end > gap:
                break
            end = after[1]
            count += after[2]
        sessions.append((user, start, end, count))
    return sessions
