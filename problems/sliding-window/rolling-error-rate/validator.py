"""Says what the constraints cannot: the requests are ordered by time."""

from typing import Any


def validate(args: list[Any]) -> str | None:
    """Return None if the input is legal, else a text that says what is wrong."""
    requests = args[0]
    for index in range(1, len(requests)):
        earlier, later = requests[index - 1][0], requests[index][0]
        if later < earlier:
            return (
                f"requests[{index}] has time {later}, before requests[{index - 1}] "
                f"with time {earlier}: times must never decrease"
            )
    return None
