"""A mistake that candidates make. Add one file for each."""


def solve(numbers: list[int], wanted: int) -> int:
    """Return 1 if the number stands in the list, however often."""
    return int(wanted in numbers)
