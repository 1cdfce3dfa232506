"""Slow: turns the line into a list of characters and pops them from its front.

Each pop moves all other characters, so a long line costs quadratic time; every scale case catches it.
"""

from __future__ import annotations

ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}


def parse_logfmt(lines: list[str]) -> list[dict[str, str | None]]:
    """Return the records of all lines that are neither blank nor malformed."""
    records = [parse_line(list(line)) for line in lines]
    return [record for record in records if record]


def parse_line(rest: list[str]) -> dict[str, str | None] | None:
    """Return the record of a line: empty for a blank line, None for a malformed one."""
    record: dict[str, str | None] = {}
    while rest:
        if rest[0] == " ":
            rest.pop(0)
            continue
        key: list[str] = []
        while rest and rest[0] not in ' ="':
            key.append(rest.pop(0))
        if not key:
            return None
        value: list[str] | None = None
        if rest and rest[0] == "=":
            rest.pop(0)
            value = []
            if rest and rest[0] == '"':
                rest.pop(0)
                while rest and rest[0] != '"':
                    character = rest.pop(0)
                    if character == "\\" and rest:
                        follower = rest.pop(0)
                        character = ESCAPES.get(follower, character + follower)
                    value.append(character)
                if not rest:
                    return None
                rest.pop(0)
            else:
                while rest and rest[0] not in ' "':
                    value.append(rest.pop(0))
        if rest and rest[0] != " ":
            return None
        record["".join(key)] = None if value is None else "".join(value)
    return record
