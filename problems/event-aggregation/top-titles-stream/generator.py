"""Inputs for `top-titles-stream`: each function returns {"init": [k], "calls": [[method, arguments], ...]}."""

from __future__ import annotations

import random


def mixed(rng: random.Random, n: int, k: int = 3, titles: int = 10, most: int = 10) -> dict:
    """Random calls of all methods on a few titles; small amounts make many ties."""
    calls: list[list] = []
    for _ in range(n):
        dice = rng.random()
        if dice < 0.5:
            calls.append(["record", [_title(rng.randrange(titles)), rng.randint(1, most)]])
        elif dice < 0.8:
            calls.append(["top", []])
        else:
            calls.append(["forget", [_title(rng.randrange(titles))]])
    return {"init": [k], "calls": calls}


def long_tail(rng: random.Random, n: int, k: int = 5) -> dict:
    """Half of the calls fill in titles; then records of random titles and questions alternate."""
    titles = max(1, n // 2)
    calls = _filled(rng, titles, 1_000)
    while len(calls) < n:
        calls.append(["record", [_title(rng.randrange(titles)), rng.randint(1, 1_000)]])
        if len(calls) < n:
            calls.append(["top", []])
    return {"init": [k], "calls": calls}


def leaders_leave(rng: random.Random, n: int, k: int = 3) -> dict:
    """Half of the calls fill in titles; then the leader is forgotten before every question.

    Each total is chosen so that the order of the titles is known without computing it.
    Now and then a forgotten title comes back with the total it had.
    """
    titles = max(1, n // 2)
    order = list(range(titles))
    rng.shuffle(order)
    amounts = {title: 1_000_000 - place for place, title in enumerate(order)}
    calls: list[list] = [["record", [_title(title), amounts[title]]] for title in range(titles)]
    for title in order:
        if len(calls) + 5 > n:
            break
        calls.append(["forget", [_title(title)]])
        calls.append(["top", []])
        if rng.random() < 0.1:
            calls.append(["record", [_title(title), amounts[title]]])
            calls.append(["top", []])
            calls.append(["forget", [_title(title)]])
    while len(calls) < n:
        calls.append(["top", []])
    return {"init": [k], "calls": calls}


def climbers(rng: random.Random, n: int, k: int = 5) -> dict:
    """Half of the calls fill in titles; then each record lifts another title to the first place."""
    titles = max(1, n // 2)
    calls = _filled(rng, titles, 50)
    order = list(range(titles))
    rng.shuffle(order)
    for step, title in enumerate(order):
        if len(calls) + 2 > n:
            break
        calls.append(["record", [_title(title), 100 * (step + 1) % 1_000_000 + 1]])
        calls.append(["top", []])
    while len(calls) < n:
        calls.append(["top", []])
    return {"init": [k], "calls": calls}


def hits(rng: random.Random, n: int, k: int = 5) -> dict:
    """Half of the calls fill in titles with equal totals; then a handful of hits share all records."""
    titles = max(1, n // 2)
    calls: list[list] = [["record", [_title(title), 7]] for title in range(titles)]
    rng.shuffle(calls)
    popular = [rng.randrange(titles) for _ in range(8)]
    while len(calls) < n:
        calls.append(["record", [_title(rng.choice(popular)), rng.randint(1, 3)]])
        if len(calls) < n:
            calls.append(["top", []])
    return {"init": [k], "calls": calls}


def _filled(rng: random.Random, titles: int, most: int) -> list[list]:
    """One record for each title, in random order."""
    calls: list[list] = [["record", [_title(title), rng.randint(1, most)]] for title in range(titles)]
    rng.shuffle(calls)
    return calls


def _title(number: int) -> str:
    """A short title; as text, the numbers are not in order of size."""
    return f"t{number}"
