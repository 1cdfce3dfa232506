"""Reference: gives the expected answers."""


def solve(numbers: list[int], wanted: int) -> int:
    """Return how often the number stands in the list."""
    return numbers.count(wanted)
