"""Inputs for the problem longest-binge."""

import random

_WORDS = (
    "Amber", "Beacon", "Cinder", "Delta", "Ember", "Fable", "Glacier", "Hollow",
    "Island", "Juniper", "Kestrel", "Lagoon", "Meadow", "Nimbus", "Orchard", "Prairie",
)


def _distinct_titles(rng: random.Random, count: int) -> list[str]:
    """Return `count` different titles in a random order."""
    titles = [f"{_WORDS[number % len(_WORDS)]} {number}" for number in range(count)]
    rng.shuffle(titles)
    return titles


def random_plays(rng: random.Random, n: int, catalog: int) -> list[list[str]]:
    """Play n titles, each chosen at random from a catalog of the given size."""
    titles = _distinct_titles(rng, catalog)
    return [[rng.choice(titles) for _ in range(n)]]


def all_different(rng: random.Random, n: int) -> list[list[str]]:
    """Play n different titles: one run from the first play to the last."""
    return [_distinct_titles(rng, n)]


def playlist_on_repeat(rng: random.Random, n: int) -> list[list[str]]:
    """Play a playlist of half the length over and over: very many runs are equally long."""
    playlist = _distinct_titles(rng, max(1, n // 2))
    return [[playlist[index % len(playlist)] for index in range(n)]]


def there_and_back(rng: random.Random, n: int) -> list[list[str]]:
    """Play titles in one order, then backwards: each later repeat is of a play already dropped."""
    forward = _distinct_titles(rng, (n + 1) // 2)
    return [(forward + forward[::-1])[:n]]


def rare_rewatches(rng: random.Random, n: int, rewatches: int) -> list[list[str]]:
    """Play different titles, except for a few plays that repeat an earlier one."""
    titles = _distinct_titles(rng, n)
    for _ in range(rewatches):
        earlier, later = sorted((rng.randrange(n), rng.randrange(n)))
        titles[later] = titles[earlier]
    return [titles]
