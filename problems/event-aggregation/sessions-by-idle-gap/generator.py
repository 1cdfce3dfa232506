"""Inputs for `sessions-by-idle-gap`: each function returns the arguments [events, gap]."""

from __future__ import annotations

import random


def scattered(rng: random.Random, n: int, users: int = 500, span: int = 1_000_000, gap: int = 1_800) -> list:
    """Events of random users at random times from 0 to `span`."""
    events = [[f"u{rng.randrange(users)}", rng.randint(0, span)] for _ in range(n)]
    return [events, gap]


def one_session(rng: random.Random, n: int, gap: int = 1_800) -> list:
    """One user with an event every `gap` seconds, shuffled: a single session."""
    events = [["binge", i * gap] for i in range(n)]
    rng.shuffle(events)
    return [events, gap]


def alone(rng: random.Random, n: int, gap: int = 1_800) -> list:
    """One user whose silences are all longer than the gap, shuffled: a session per event."""
    events = []
    time = 0
    for _ in range(n):
        events.append(["nibble", time])
        time += gap + 1 + rng.randrange(gap + 1)
    rng.shuffle(events)
    return [events, gap]
