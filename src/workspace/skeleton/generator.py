"""Inputs for the problem. Everything random comes from `rng`, so that a seed always makes the same input."""

import random


def random_numbers(rng: random.Random, n: int) -> list:
    """A list of n numbers with both bounds in it, and a number to look for."""
    numbers = [rng.randint(-100, 100) for _ in range(n)]
    numbers[:2] = [-100, 100][:n]
    return [numbers, rng.randint(-100, 100)]
