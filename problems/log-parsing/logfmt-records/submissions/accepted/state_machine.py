"""Independent: a state machine that looks at each character once, without an index and without patterns."""

from __future__ import annotations

BETWEEN, KEY, EQUALS, BARE, QUOTED, ESCAPED, CLOSED = range(7)
ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}


def parse_logfmt(lines: list[str]) -> list[dict[str, str | None]]:
    """Return the records of all lines that are neither blank nor malformed."""
    result: list[dict[str, str | None]] = []
    for line in lines:
        record = parse_line(line)
        if record:
            result.append(record)
    return result


def parse_line(line: str) -> dict[str, str | None] | None:
    """Return the record of a line: empty for a blank line, None for a malformed one."""
    record: dict[str, str | None] = {}
    state = BETWEEN
    key: list[str] = []
    value: list[str] = []
    for character in line + " ":
        if state == QUOTED:
            if character == '"':
                record["".join(key)] = "".join(value)
                state = CLOSED
            elif character == "\\":
                state = ESCAPED
            else:
                value.append(character)
        elif state == ESCAPED:
            value.append(ESCAPES.get(character, "\\" + character))
            state = QUOTED
        elif character == " ":
            if state == KEY:
                record["".join(key)] = None
            elif state in (EQUALS, BARE):
                record["".join(key)] = "".join(value)
            state = BETWEEN
        elif state == CLOSED:
            return None
        elif character == '"':
            if state != EQUALS:
                return None
            state = QUOTED
        elif state == BETWEEN:
            if character == "=":
                return None
            key = [character]
            value = []
            state = KEY
        elif state == KEY:
            if character == "=":
                state = EQUALS
            else:
                key.append(character)
        else:
            value.append(character)
            state = BARE
    return record if state == BETWEEN or state == CLOSED else None
