"""Another way to the same answers: simple, perhaps slow, independent of the reference."""


def solve(numbers: list[int], wanted: int) -> int:
    """Return how often the number stands in the list."""
    found = 0
    for number in numbers:
        if number == wanted:
            found += 1
    return found
